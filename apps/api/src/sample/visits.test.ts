import { type Counts, decide, detectionRules, lookForDrop } from '@quarterdeck/core/issues'
import { describe, expect, it } from 'vitest'
import { sampleSteps, sampleVisits } from './visits.ts'

const minute = 60_000

/** Visits at a step and those that came to another, by minutes before now. */
function countsAt(now: Date, at: number, to: number): Counts {
  const visits = [...sampleVisits(now)].filter(({ depth }) => depth > at)
  return (from, until) => {
    const seen = visits.filter(({ startedAt }) => {
      const ago = (now.getTime() - startedAt.getTime()) / minute
      return ago > until && ago <= from
    })
    return { visits: seen.length, completed: seen.filter(({ depth }) => depth > to).length }
  }
}

describe('the sample data', () => {
  it('holds a drop that the default preset finds, whatever the hour and the day of the installation', () => {
    const last = sampleSteps.length - 1
    for (let hour = 0; hour < 7 * 24; hour += 11) {
      const now = new Date(Date.UTC(2026, 5, 1, hour, 17))
      const sights = lookForDrop({ last: countsAt(now, 1, last), next: countsAt(now, 1, 2) }, detectionRules.default)
      expect(
        decide([{ sights }, ...Array.from({ length: last - 1 }, () => ({ sights: [] }))], 1)[0],
        `${now}`,
      ).toBeTruthy()
    }
  })
})
