import { describe, expect, it } from 'vitest'
import { byDay } from './days.ts'

const now = Date.parse('2026-11-20T09:00:00Z')
const at = (moment: string) => ({ at: moment })
const shape = (days: ReturnType<typeof byDay>) => days.map(day => `${day.label} ${day.items.length}`)

describe('byDay', () => {
  it('puts things under their days, the near ones by name', () => {
    const items = [
      at('2026-11-20T08:00:00Z'),
      at('2026-11-20T00:00:00Z'),
      at('2026-11-19T23:59:59Z'),
      at('2026-11-01T12:00:00Z'),
    ]
    expect(shape(byDay(items, now, 'UTC'))).toEqual(['Today 2', 'Yesterday 1', '1 Nov 2026 1'])
  })
  it('goes by the reader’s calendar', () => {
    expect(shape(byDay([at('2026-11-19T16:00:00Z')], now, 'Asia/Tokyo'))).toEqual(['Today 1'])
    expect(shape(byDay([at('2026-11-19T16:00:00Z')], now, 'UTC'))).toEqual(['Yesterday 1'])
  })
  it('loses nothing that has no date', () => {
    expect(shape(byDay([at('never')], now, 'UTC'))).toEqual(['No date 1'])
    expect(byDay([], now)).toEqual([])
  })
})
