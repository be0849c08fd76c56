import { expect, it } from 'vitest'
import { countWords } from './count-words.ts'

it('counts as the server does', () => {
  expect(countWords('')).toBe(0)
  expect(countWords(' A well-known word – don’t you think? ')).toBe(6)
  expect(countWords('שלום עולם\n😀 one')).toBe(3)
  expect(countWords('我喜欢读书')).toBeGreaterThan(1)
})
