import { describe, expect, it } from 'vitest'
import { segmentsOf } from './segments.ts'

const group = (value: string, ...visits: number[]) => ({
  value,
  steps: visits.map((count, index) => ({ name: 'abc'[index] ?? '', visits: count })),
})

describe('segmentsOf', () => {
  it('puts the segment that lost most first, measured from the issue’s step to the last', () => {
    const now = [group('desktop', 200, 100, 78), group('mobile', 300, 150, 21)]
    const usual = [group('mobile', 400, 200, 160), group('desktop', 400, 200, 156)]
    const segments = segmentsOf(now, usual, { stepIndex: 1, lastStep: 'c' })
    expect(segments.map(each => each.value)).toEqual(['mobile', 'desktop'])
    expect(segments[0]).toMatchObject({ nowVisits: 150, now: 14, usual: 80, drop: 66 })
    expect(segments[1]?.drop).toBeCloseTo(0)
  })
  it('measures to the step that the issue names', () => {
    const [segment] = segmentsOf([group('a', 200, 100, 20)], [group('a', 200, 160, 20)], {
      stepIndex: 0,
      lastStep: 'b',
    })
    expect(segment).toMatchObject({ now: 50, usual: 80, drop: 30 })
  })
  it('leaves out thin segments, and keeps new ones without a usual rate at the end', () => {
    const now = [group('new', 50, 40, 20), group('thin', 9, 9, 1), group('old', 50, 40, 30)]
    const usual = [group('old', 50, 40, 20)]
    expect(segmentsOf(now, usual, { stepIndex: 1, lastStep: 'c' }).map(each => [each.value, each.drop])).toEqual([
      ['old', -25],
      ['new', null],
    ])
  })
})
