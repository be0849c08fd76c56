import { describe, expect, it } from 'vitest'
import { absolute, day, dayAndTime, relative, startOfDay } from './time.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('relative', () => {
  it('uses one unit and calls the future now', () => {
    expect(relative(now + 60_000, now)).toBe('now')
    expect(plain(relative(now - 12_000, now))).toBe('12 s')
    expect(plain(relative('2026-11-20T11:48:00Z', now))).toBe('12 min')
    expect(plain(relative(now - 26 * 3_600_000, now))).toBe('1 d')
    // By the reader's calendar.
    expect(relative(new Date(2026, 0, 2, 12), now)).toBe('2 Jan 2026')
    expect(relative('nonsense', now)).toBe('–')
  })
  it('has an absolute form with the zone', () => {
    expect(absolute('2026-11-20T09:40:12Z', 'Europe/London')).toBe('20 Nov 2026, 09:40:12 GMT')
  })
})

describe('a day', () => {
  it('says its year when that is not this one', () => {
    const local = (text: string) => new Date(text).getTime()
    const now = local('2026-11-20T12:00:00')
    expect(dayAndTime(local('2026-11-24T09:40:00'), now)).toBe('24 Nov, 09:40')
    expect(dayAndTime(local('2025-11-24T09:40:00'), now)).toBe('24 Nov 2025, 09:40')
    expect(day(local('2026-01-01T00:00:00'), now)).toBe('1 Jan')
    expect(day(local('2027-01-01T00:00:00'), now)).toBe('1 Jan 2027')
  })
})

describe('startOfDay', () => {
  const midnight = (at: string, zone: string) => new Date(startOfDay(Date.parse(at), zone)).toISOString()
  it('is the midnight of the zone, not of UTC', () => {
    expect(midnight('2026-11-20T02:00:00Z', 'America/New_York')).toBe('2026-11-19T05:00:00.000Z')
    expect(midnight('2026-11-20T22:00:00Z', 'Asia/Tokyo')).toBe('2026-11-20T15:00:00.000Z')
    expect(midnight('2026-11-20T22:00:00Z', 'UTC')).toBe('2026-11-20T00:00:00.000Z')
  })
  it('holds on the days on which clocks change', () => {
    expect(midnight('2026-03-29T12:00:00Z', 'Europe/London')).toBe('2026-03-29T00:00:00.000Z')
    expect(midnight('2026-10-25T12:00:00Z', 'Europe/London')).toBe('2026-10-24T23:00:00.000Z')
    expect(midnight('2026-11-01T20:00:00Z', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z')
  })
})
