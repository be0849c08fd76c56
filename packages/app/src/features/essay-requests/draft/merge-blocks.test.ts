import { expect, it } from 'vitest'
import type { EssayDocument, EssayNode } from '../document.ts'
import { compareBlocks, mergeBlocks } from './merge-blocks.ts'

const paragraph = (text: string, marks?: EssayNode['marks']): EssayNode => ({
  ...{ type: 'paragraph', content: [{ type: 'text', text, ...(marks && { marks }) }] },
})
const doc = (...texts: string[]): EssayDocument => ({ type: 'doc', content: texts.map(text => paragraph(text)) })
const plain = ({ content }: EssayDocument) => content.map(({ content: [piece] = [] }) => piece?.text)

it('takes what only one of them wrote, and both where both did', () => {
  const hunks = compareBlocks(
    doc('A mine', 'b', 'c mine', 'd'),
    doc('a', 'b', 'c theirs', 'd', 'new'),
    doc('a', 'b', 'c', 'd'),
  )
  expect(hunks.map(hunk => (hunk.kind === 'same' ? 'same' : hunk.proposed))).toEqual([
    'mine',
    'same',
    'both',
    'same',
    'theirs',
  ])
  expect(plain(mergeBlocks(hunks, []))).toEqual(['A mine', 'b', 'c theirs', 'c mine', 'd', 'new'])
  expect(plain(mergeBlocks(hunks, ['theirs', 'mine', 'mine']))).toEqual(['a', 'b', 'c mine', 'd'])
})

it('tells neighbours apart that were both written anew', () => {
  const hunks = compareBlocks(doc('a', 'b mine'), doc('a theirs', 'b theirs'), doc('a', 'b'))
  expect(hunks.map(hunk => hunk.kind === 'differs' && hunk.proposed)).toEqual(['theirs', 'both'])
  expect(plain(mergeBlocks(hunks, []))).toEqual(['a theirs', 'b theirs', 'b mine'])
})

it('all of one text is that text', () => {
  const [mine, theirs] = [doc('x', 'b', 'y'), doc('b', 'z')]
  const hunks = compareBlocks(mine, theirs, doc('b'))
  const all = (choice: 'mine' | 'theirs') =>
    mergeBlocks(
      hunks,
      hunks.map(() => choice),
    )
  expect(all('mine')).toEqual(mine)
  expect(all('theirs')).toEqual(theirs)
})

it('sees no difference in what an editor adds and the server takes off', () => {
  const mine: EssayDocument = {
    type: 'doc',
    content: [
      paragraph('a', [{ type: 'comment', attrs: { author: '', text: 't', id: '1' } }]),
      { type: 'codeBlock', attrs: { language: null } },
    ],
  }
  const theirs: EssayDocument = {
    type: 'doc',
    content: [
      paragraph('a', [{ type: 'comment', attrs: { id: '1', text: 't', author: 'Ada' } }]),
      { type: 'codeBlock' },
    ],
  }
  expect(compareBlocks(mine, theirs, mine).map(({ kind }) => kind)).toEqual(['same'])
})
