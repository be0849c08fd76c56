import { expect, it } from 'vitest'
import { waitUntil } from './sync-words.ts'

it('says how long GitHub makes us wait, never shorter than it is', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  expect(waitUntil('2026-11-20T12:00:40Z', now)).toBe('in 40\u00a0s')
  expect(waitUntil('2026-11-20T12:10:01Z', now)).toBe('in 11\u00a0min')
  expect(waitUntil('2026-11-20T11:59:00Z', now)).toBe('now')
})
