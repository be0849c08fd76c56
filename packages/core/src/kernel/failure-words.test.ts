import { expect, it } from 'vitest'
import { z } from 'zod'
import { failureInWords } from './failure-words.ts'

it('what did not fit is named by its place', () => {
  const { error } = z.object({ data: z.object({ id: z.string() }) }).safeParse({ data: { id: 5 } })
  expect(failureInWords(error)).toBe('data.id: Invalid input: expected string, received number')
  expect(failureInWords(z.string().safeParse(5).error)).toMatch(/^The whole: /)
})

it('a statement that failed is not told with its values', () => {
  const cause = new Error('duplicate key value violates unique constraint "people_email"')
  const error = new Error('Failed query: insert into people values ($1)\nparams: ana@example.com', { cause })
  expect(failureInWords(error)).toBe('duplicate key value violates unique constraint "people_email"')
})

it('other errors speak for themselves, at no great length', () => {
  expect(failureInWords(new Error('Nothing here knows it', { cause: new Error('why') }))).toBe('Nothing here knows it')
  expect(failureInWords('gone')).toBe('gone')
  expect(failureInWords(new Error('x'.repeat(5_000)))).toHaveLength(1_000)
})
