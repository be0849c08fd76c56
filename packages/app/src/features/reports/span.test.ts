import { describe, expect, test } from 'vitest'
import { addDays, daysOfSpan, spanText, timeThere, weekOf } from './span.ts'

const span = (periodStart: string, periodEnd: string, timeZone = 'UTC') => ({ periodStart, periodEnd, timeZone })

describe('a span in words', () => {
  test.each([
    ['Thu 19 Nov 2026', span('2026-11-19T00:00Z', '2026-11-20T00:00Z')],
    ['16 – 22 Nov 2026', span('2026-11-16T00:00Z', '2026-11-23T00:00Z')],
    ['28 Sept – 4 Oct 2026', span('2026-09-28T00:00Z', '2026-10-05T00:00Z')],
    ['28 Dec 2026 – 3 Jan 2027', span('2026-12-28T00:00Z', '2027-01-04T00:00Z')],
    ['19 Nov 2026, 09:00–12:30', span('2026-11-19T09:00Z', '2026-11-19T12:30Z')],
    ['19 Nov 2026, 22:00 – 20 Nov 2026, 02:00', span('2026-11-19T22:00Z', '2026-11-20T02:00Z')],
    // By its own zone's calendar, also on the day of 23 hours and where midnight is on no full hour.
    ['Sun 28 Mar 2027', span('2027-03-27T23:00Z', '2027-03-28T22:00Z', 'Europe/Berlin')],
    ['Thu 19 Nov 2026', span('2026-11-18T18:15Z', '2026-11-19T18:15Z', 'Asia/Kathmandu')],
  ])('%s', (words, given) => expect(spanText(given)).toBe(words))

  test('its end belongs to it no more', () =>
    expect(daysOfSpan(span('2026-11-16T00:00Z', '2026-11-23T00:00Z'))).toEqual({
      first: '2026-11-16',
      last: '2026-11-22',
    }))
})

test('a moment is told by the clocks of whoever it is of', () => {
  expect(timeThere('2026-11-22T18:15:00Z', 'Asia/Kathmandu')).toBe('Mon 23 Nov, 00:00')
  expect(timeThere('2026-11-23T08:00:00Z', 'America/Los_Angeles')).toBe('Mon 23 Nov, 00:00')
})

test('a week begins where its calendar says', () => {
  expect(weekOf('2026-11-22', 'monday')).toBe('2026-11-16')
  expect(weekOf('2026-11-22', 'sunday')).toBe('2026-11-22')
  expect(weekOf('2026-11-16', 'monday')).toBe('2026-11-16')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
})
