import { expect, it } from 'vitest'
import { refusalOf, waitUntil } from './sync-words.ts'

it('says how long GitHub makes us wait, never shorter than it is', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  expect(waitUntil('2026-11-20T12:00:40Z', now)).toBe('in 40\u00a0s')
  expect(waitUntil('2026-11-20T12:10:01Z', now)).toBe('in 11\u00a0min')
  expect(waitUntil('2026-11-20T11:59:00Z', now)).toBe('now')
})

it('says when a sync may be asked for again, and forgets it when that time has come', () => {
  const within = { canSyncNow: false, reason: 'It was synced within the hour: wait a little', cooldownMs: 600_000 }
  expect(refusalOf(within, 1_000, 1_000)).toBe('Again in 10\u00a0min')
  expect(refusalOf(within, 1_000, 561_000)).toBe('Again in 40\u00a0s')
  expect(refusalOf(within, 1_000, 601_000)).toBeNull()
  expect(refusalOf({ ...within, cooldownMs: 0, reason: 'This is sample data' }, 1_000, 601_000)).toBe(
    'This is sample data',
  )
  expect(refusalOf({ ...within, canSyncNow: true }, 1_000, 1_000)).toBeNull()
})
