import { describe, expect, it } from 'vitest'
import { lastDay, spanOf, titleOf } from './span.ts'

const now = new Date('2026-03-31T10:00:00Z')
const calendar = (timeZone: string, weekStart: 'monday' | 'sunday' = 'monday') => ({ timeZone, weekStart, now })
const iso = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()]

describe('the time that a report tells of', () => {
  it('is yesterday, or last week, by the calendar of whoever it is for', () => {
    expect(iso(spanOf('daily', {}, calendar('UTC')))).toEqual(['2026-03-30T00:00:00.000Z', '2026-03-31T00:00:00.000Z'])
    expect(iso(spanOf('daily', {}, calendar('Asia/Kathmandu')))).toEqual([
      '2026-03-29T18:15:00.000Z',
      '2026-03-30T18:15:00.000Z',
    ])
    // The clocks went forward on Sunday: this week had 167 hours.
    const week = spanOf('weekly', {}, calendar('Europe/Berlin'))
    expect(iso(week)).toEqual(['2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'])
    expect([week.localDate, lastDay(week)]).toEqual(['2026-03-23', '2026-03-29'])
    expect(spanOf('weekly', {}, calendar('Europe/Berlin', 'sunday')).localDate).toBe('2026-03-22')
  })

  it('holds the day that is asked for', () => {
    expect(spanOf('weekly', { from: '2026-03-18' }, calendar('UTC')).localDate).toBe('2026-03-16')
    expect(spanOf('weekly', { from: '2026-03-22' }, calendar('UTC', 'sunday')).localDate).toBe('2026-03-22')
    expect(spanOf('daily', { from: '2026-03-18T23:30:00Z' }, calendar('Asia/Tokyo')).localDate).toBe('2026-03-19')
    // Midnight was left out there.
    expect(iso(spanOf('daily', { from: '2018-11-04' }, calendar('America/Sao_Paulo')))[0]).toBe(
      '2018-11-04T03:00:00.000Z',
    )
  })

  it('goes from the first of the named days to the end of the last, or between two moments', () => {
    const days = { from: '2026-03-02', to: '2026-03-04' }
    expect(iso(spanOf('manual', days, calendar('UTC')))).toEqual([
      '2026-03-02T00:00:00.000Z',
      '2026-03-05T00:00:00.000Z',
    ])
    const exact = { from: '2026-03-02T08:00:00+02:00', to: '2026-03-02T12:00:00Z' }
    expect(iso(spanOf('manual', exact, calendar('UTC')))).toEqual([
      '2026-03-02T06:00:00.000Z',
      '2026-03-02T12:00:00.000Z',
    ])
  })

  it.each([
    ['ends before it begins', { from: '2026-03-04', to: '2026-03-02' }],
    ['is longer than a year', { from: '2024-01-01', to: '2026-01-01' }],
    ['has not begun', { from: '2026-05-01', to: '2026-05-02' }],
  ])('is refused when it %s', (_, asked) => {
    expect(() => spanOf('manual', asked, calendar('UTC'))).toThrow()
  })

  it('has a name', () => {
    const title = (kind: 'daily' | 'weekly' | 'manual', from: string, to?: string) =>
      titleOf(kind, spanOf(kind, { from, to }, calendar('UTC')))
    expect(title('daily', '2026-03-02')).toBe('Daily report, Monday, 2 March 2026')
    expect(title('weekly', '2026-03-02')).toBe('Weekly report, 2–8 March 2026')
    expect(title('manual', '2026-02-27', '2026-03-02')).toBe('Report, 27 February – 2 March 2026')
  })
})
