import { describe, expect, it } from 'vitest'
import { dayInFull, daysText, dayText, dayToMs, labelled, msToDay } from './days.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

describe('days of the calendar', () => {
  it('are written without a zone moving them', () => {
    expect(dayText('2026-10-21', now)).toBe('21 Oct')
    expect(dayText('2025-12-31', now)).toBe('31 Dec 2025')
    expect(dayInFull('2026-10-21')).toBe('Wed 21 Oct')
    expect(daysText({ from: '2026-10-21', to: '2026-10-21' })).toBe(dayText('2026-10-21'))
  })
  it('stand on the axis and come back, also where clocks change', () => {
    for (const day of ['2026-01-01', '2026-03-29', '2026-10-25', '2026-12-31']) expect(msToDay(dayToMs(day))).toBe(day)
  })
  it('are labelled evenly, the last one always', () => {
    expect(labelled([1, 2, 3])).toEqual([1, 2, 3])
    expect(labelled(Array.from({ length: 30 }, (_, index) => index))).toEqual([4, 9, 14, 19, 24, 29])
  })
})
