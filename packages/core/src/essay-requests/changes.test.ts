import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareTexts } from './changes.ts'
import { readDocument, textOf } from './document.ts'

const compare = (before: string, after: string) => compareTexts(readDocument(before), readDocument(after))
const shown = (before: string, after: string) =>
  compare(before, after)
    .segments.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `[+${text}]` : `[-${text}]`))
    .join('')

it('shows words that came and went, and what stayed as it is', () => {
  expect(shown('I like to learn.', 'I love to learn!')).toBe('I[- like][+ love] to learn[-.][+!]')
  expect(shown('One.\nTwo.', 'One.\nOne and a half.\nTwo.')).toBe('One.\n[+One and a half.\n]Two.')
  expect(shown('Same', 'Same')).toBe('Same')
  expect(compare('I like it', 'I do not like')).toMatchObject({ addedWords: 2, removedWords: 1, coarse: false })
})

it('cuts no character in two', () => {
  expect(shown('a 👩🏽‍🚀! b', 'a 👩🏿‍🚀! b')).toBe('a[- 👩🏽‍🚀][+ 👩🏿‍🚀]! b')
  expect(shown('naïve cafe\u0301', 'naïve café')).toBe('naïve[- cafe\u0301][+ café]')
})

it('is of words, not of how they are set or commented', () => {
  const bold = {
    type: 'text',
    text: 'Same words',
    marks: [{ type: 'bold' }, { type: 'comment', attrs: { id: 'a', text: 'x' } }],
  }
  const set = readDocument({ type: 'doc', content: [{ type: 'heading', attrs: { level: 1 }, content: [bold] }] })
  expect(compareTexts(readDocument('Same words'), set).segments).toEqual([{ kind: 'same', text: 'Same words' }])
})

it('gives both texts back, whatever they are', () => {
  const text = fc.string({ unit: 'grapheme' }).filter(given => !given.includes('\0'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { segments } = compare(before, after)
      const side = (kind: string) => segments.flatMap(each => (['same', kind].includes(each.kind) ? each.text : []))
      expect(side('removed').join('')).toBe(textOf(readDocument(before)))
      expect(side('added').join('')).toBe(textOf(readDocument(after)))
    }),
  )
})

it('answers in a moment where two long texts have nothing in common', { timeout: 20_000 }, () => {
  const words = (prefix: string) => Array.from({ length: 60_000 }, (_, index) => `${prefix}${index}`).join(' ')
  const { coarse, segments } = compare(words('a'), words('b'))
  expect(coarse).toBe(true)
  expect(segments.map(({ kind }) => kind)).toEqual(['removed', 'added'])
})
