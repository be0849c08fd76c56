import { describe, expect, it } from 'vitest'
import { clockSkew, readTime } from './clock-skew.ts'
import { eventId } from './event-id.ts'

const received = new Date('2026-05-01T12:00:00Z')

describe('a sender’s clock', () => {
  it('is believed within half a minute, which requests may well take', () => {
    expect(clockSkew('2026-05-01T11:59:40Z', received)).toBe(0)
    expect(clockSkew('2026-05-01T12:00:20Z', received)).toBe(0)
  })
  it('is corrected to the minute beyond that', () => {
    expect(clockSkew('2026-05-01T10:59:58Z', received)).toBe(3_600_000)
    expect(clockSkew('2027-05-01T12:00:03Z', received)).toBe(-365 * 86_400_000)
  })
  it('is believed when it does not say when the batch left', () => {
    for (const sentAt of [undefined, null, 'yesterday', {}, Number.NaN]) expect(clockSkew(sentAt, received)).toBe(0)
  })
})

describe('a time', () => {
  it('is ISO 8601 or milliseconds', () => {
    expect(readTime('2026-05-01T12:00:00.123Z')?.getTime()).toBe(1_777_636_800_123)
    expect(readTime(1_777_636_800_123)?.toISOString()).toBe('2026-05-01T12:00:00.123Z')
  })
  it('is refused when it is neither, or beyond what is kept', () => {
    for (const value of ['', 'now', '1777636800123', 1e20, -1, Number.POSITIVE_INFINITY, null, [], true])
      expect(readTime(value)).toBeNull()
  })
})

describe('an event’s key', () => {
  it('is the sender’s UUID, whatever its case', () => {
    expect(eventId('01A1F8BD-978C-74F6-A3C3-C454F74A7A4C', {})).toBe('01a1f8bd-978c-74f6-a3c3-c454f74a7a4c')
  })
  it('is made from any other id, the same each time', () => {
    expect(eventId('node-1', { a: 1 })).toBe(eventId('node-1', { a: 2 }))
    expect(eventId('node-1', {})).not.toBe(eventId('node-2', {}))
    expect(eventId('node-1', {})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('is made from the content when there is no id', () => {
    expect(eventId(undefined, { a: 1 })).toBe(eventId(undefined, { a: 1 }))
    expect(eventId(undefined, { a: 1 })).not.toBe(eventId(undefined, { a: 2 }))
  })
})
