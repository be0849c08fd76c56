import { expect, it } from 'vitest'
import { linkNumbers } from './numbers.ts'

const result = {
  about: '',
  tables: [{ name: 'rows', columns: ['n', 'share', 'cents'], rows: [[2_013, 0.125, 123_450]], cut: false }],
}
/** Each number that a text claims, with the call that holds it. */
const claims = (text: string, question = '') =>
  linkNumbers(text, { calls: [{ number: 1, result }], question }).map(({ start, end, call }) => [
    text.slice(start, end),
    call,
  ])

it.each([
  ['Revenue decreased 17 %, and 4 declined.', ['17', '4']],
  ['We sent 9 separate mails to 8 mayors; marketing 7 did not.', ['9', '8', '7']],
  ['There were 1999 essays, for $1998 and EUR 1997.', ['1999', '1998', '1997']],
])('marks what was invented in “%s”', (text, invented) => {
  expect(claims(text)).toEqual(invented.map(number => [number, null]))
})

it('links what a call holds, as it was rounded or written', () => {
  expect(claims('2,013 essays, or 2013 items: 12.5 % for $1,234.50, some 2.0 k.')).toEqual(
    ['2,013', '2013', '12.5', '1,234.50', '2.0'].map(number => [number, 1]),
  )
})

it.each([
  'In 2025, since 12 March 2026 and until Dec 31, 2026.',
  'From Sept. 3 to 2026-01-31 at 10:30, see [q1].',
  'On 5 May and Jun 6th; in the last 30 days.',
])('takes no date for a claim: “%s”', text => {
  expect(claims(text)).toEqual([])
})

it('lets the asker’s own numbers pass', () => {
  expect(claims('More than 500 of them: 501.', 'Are there more than 500?')).toEqual([['501', null]])
})
