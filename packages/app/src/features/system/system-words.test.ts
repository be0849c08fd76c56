import { expect, test } from 'vitest'
import { byUrgency, type JobKind, lagOf, lagTone, total } from './system-words.ts'

const now = Date.parse('2026-01-01T12:00:00Z')
const job = (name: string, more: Partial<JobKind> = {}): JobKind => ({
  ...{ name, waiting: 0, oldestAt: null, later: 0, running: 0, failed: 0, lastFailedAt: null, lastFailure: null },
  ...{ lastDoneAt: null, cron: null, nextAt: null },
  ...more,
})
const jobs = [
  job('reply'),
  job('email', { failed: 2 }),
  job('detect', { waiting: 3, oldestAt: '2026-01-01T11:55:00Z' }),
  job('answer', { waiting: 1, oldestAt: '2026-01-01T11:59:59Z' }),
]

test('what is late comes first, then what failed', () => {
  expect(byUrgency(jobs, now).map(({ name }) => name)).toEqual(['detect', 'email', 'answer', 'reply'])
  expect(total(jobs, 'waiting')).toBe(4)
})

test('the lag is the age of the oldest, and worth a colour only when it is one', () => {
  expect([lagOf([], now), lagOf(jobs, now)]).toEqual([0, 300_000])
  // A server's clock that is ahead of the reader's is no lag.
  expect(lagOf([job('x', { oldestAt: '2026-01-01T12:00:05Z' })], now)).toBe(0)
  expect([0, 119_000, 120_000, 900_000].map(lagTone)).toEqual([undefined, undefined, 'amber', 'red'])
})
