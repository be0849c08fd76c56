import { describe, expect, it } from 'vitest'
import { commentsOf, type EssayDocument, type EssayNode, readyToEdit, textOf } from './document.ts'

const paragraph = (...content: EssayNode[]): EssayNode => ({ type: 'paragraph', content })
const words = (text: string, ...ids: string[]): EssayNode => ({
  ...{ type: 'text', text },
  ...(ids.length > 0 && {
    marks: ids.map(id => ({ type: 'comment', attrs: { id, text: `about ${id}`, author: 'Ada' } })),
  }),
})
const doc = (...content: EssayNode[]): EssayDocument => ({ type: 'doc', content })

describe('textOf', () => {
  it('gives a line for each paragraph and break, and all characters as they are', () => {
    const item: EssayNode = {
      type: 'listItem',
      content: [paragraph(words('one'), { type: 'hardBreak' }, words('two'))],
    }
    expect(textOf(doc(paragraph(words('שלום '), words('😀')), { type: 'bulletList', content: [item] }))).toBe(
      'שלום 😀\none\ntwo',
    )
  })
})

describe('commentsOf', () => {
  it('joins what one comment is about, and knows where each ends', () => {
    const [a, b, c] = [words('very ', 'x'), words('good', 'x', 'y'), words(' plain')]
    const { comments, ends } = commentsOf(doc(paragraph(a, b, c)))
    expect(comments).toEqual([
      { id: 'x', text: 'about x', author: 'Ada', quote: 'very good' },
      { id: 'y', text: 'about y', author: 'Ada', quote: 'good' },
    ])
    expect([...ends]).toEqual([[b, ['x', 'y']]])
  })
})

describe('readyToEdit', () => {
  it('fills what must hold something and takes away lists of nothing', () => {
    expect(readyToEdit(doc())).toEqual(doc({ type: 'paragraph' }))
    expect(
      readyToEdit(
        doc(
          { type: 'bulletList', content: [] },
          { type: 'blockquote' },
          { type: 'orderedList', content: [{ type: 'listItem' }] },
        ),
      ),
    ).toEqual(
      doc(
        { type: 'blockquote', content: [{ type: 'paragraph' }] },
        { type: 'orderedList', content: [{ type: 'listItem', content: [{ type: 'paragraph' }] }] },
      ),
    )
  })
  it('changes nothing in a text that is whole', () => {
    const whole = doc(paragraph(words('a')), { type: 'horizontalRule' }, { type: 'paragraph' })
    expect(readyToEdit(whole)).toEqual(whole)
  })
})
