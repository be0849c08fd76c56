import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { reportFunnel } from './funnel-report.ts'
import { ingest } from './ingest.ts'
import type { FunnelShape } from './step-events.ts'
import { measureSteps } from './step-metrics.ts'

const start = new Date('2026-03-01T00:00:00Z')
const minute = 60_000
const windowHours = 1
const names = ['a', 'b', 'c'] as const
const window = { from: start, to: new Date(start.getTime() + 4 * 60 * minute) }

interface Happening {
  visit: number
  name: string
  /** Minutes after the start of the window. */
  at: number
}

const at = (happening: Happening) => start.getTime() + happening.at * minute

/** What the report means, written as slowly and plainly as possible: try every chain of events. */
function reachedBy(happenings: Happening[]): (number | null)[] {
  const ordered = [...happenings].sort((a, b) => at(a) - at(b) || a.name.localeCompare(b.name))
  const reached: (number | null)[] = names.map(() => null)
  const follow = (position: number, step: number, begin: number) => {
    for (let next = position; next < ordered.length; next++) {
      const event = ordered[next]
      if (!event || event.name !== names[step] || at(event) - begin > windowHours * 60 * minute) continue
      const known = reached[step]
      if (known === null || known === undefined || at(event) < known) reached[step] = at(event)
      if (step + 1 < names.length) follow(next + 1, step + 1, begin)
    }
  }
  for (const [position, event] of ordered.entries()) {
    if (event.name !== 'a' || at(event) < window.from.getTime() || at(event) >= window.to.getTime()) continue
    const first = reached[0]
    if (first === null || first === undefined || at(event) < first) reached[0] = at(event)
    follow(position + 1, 1, at(event))
  }
  return reached
}

function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return low === undefined || high === undefined ? null : Math.round(((low + high) / 2) * 10) / 10
}

const arbitraryHappenings = fc.array(
  fc.record({
    visit: fc.nat(6),
    name: fc.constantFrom('a', 'b', 'c', 'noise'),
    at: fc.integer({ min: -30, max: 330 }),
  }),
  { maxLength: 60 },
)

describe('funnels against a naive count', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  async function store(happenings: Happening[]): Promise<{ scope: Scope; funnel: FunnelShape }> {
    const scope = await world.makeWorkspace()
    const events = happenings.map(happening => ({
      id: newId(),
      name: happening.name,
      visitId: `visit ${happening.visit}`,
      timestamp: new Date(at(happening)).toISOString(),
    }))
    if (events.length > 0) await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
    const steps = names.map(name => ({ name, match: { event: name } }))
    return { scope, funnel: { workspaceId: scope.workspaceId, steps, windowHours } }
  }

  const byVisit = (happenings: Happening[]) => [...Map.groupBy(happenings, ({ visit }) => visit).values()]

  it('counts the visits that did the steps in order within the window, and the median time between them', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHappenings, async happenings => {
        const { funnel } = await store(happenings)
        const reached = byVisit(happenings).map(reachedBy)
        const { steps } = await reportFunnel(world.deps.db, funnel, window)
        expect(steps.map(({ visits }) => visits)).toEqual(
          names.map((_, step) => reached.filter(moments => moments[step] !== null).length),
        )
        for (const step of [1, 2]) {
          const seconds = reached.flatMap(moments => {
            const [before, now] = [moments[step - 1], moments[step]]
            return typeof before === 'number' && typeof now === 'number' ? [(now - before) / 1_000] : []
          })
          expect(steps[step]?.medianSeconds).toBe(median(seconds))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('measures, for each step, how many of the visits at it reach the last one', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryHappenings, async happenings => {
        const { funnel } = await store(happenings)
        const visits = byVisit(happenings)
        const expected = names.map(name => {
          const arrivals = visits.flatMap(visit => {
            const times = visit.filter(event => event.name === name).map(at)
            const inside = times.filter(time => time >= window.from.getTime() && time < window.to.getTime())
            return inside.length > 0 ? [{ visit, arrival: Math.min(...inside) }] : []
          })
          const completed = arrivals.filter(({ visit, arrival }) =>
            visit.some(
              event => event.name === 'c' && at(event) >= arrival && at(event) <= arrival + windowHours * 60 * minute,
            ),
          )
          return { visits: arrivals.length, completed: completed.length }
        })
        expect((await measureSteps(world.deps.db, funnel, window)).steps).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('breaks down by the value that the first step had', async () => {
    const scope = await world.makeWorkspace()
    const event = (visitId: string, name: string, minutes: number, device: string | undefined) => ({
      id: newId(),
      name,
      visitId,
      timestamp: start.getTime() + minutes * minute,
      ...(device && { device }),
    })
    const events = [
      event('1', 'a', 1, 'mobile'),
      event('1', 'b', 2, 'mobile'),
      event('2', 'a', 1, 'mobile'),
      event('3', 'a', 1, 'desktop'),
      event('3', 'b', 3, 'desktop'),
      event('3', 'c', 4, 'desktop'),
      event('4', 'a', 1, undefined),
    ]
    await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
    const steps = names.map(name => ({ name, match: { event: name } }))
    const report = await reportFunnel(
      world.deps.db,
      { workspaceId: scope.workspaceId, steps, windowHours },
      window,
      'device',
    )
    const counts = report.breakdown?.map(({ value, steps: found }) => [value, ...found.map(({ visits }) => visits)])
    expect(counts).toEqual([
      ['mobile', 2, 1, 0],
      ['desktop', 1, 1, 1],
      ['unknown', 1, 0, 0],
    ])
    expect(report.steps.map(({ visits }) => visits)).toEqual([4, 2, 1])
    expect(report.steps[1]).toMatchObject({
      conversionFromFirst: 50,
      conversionFromPrevious: 50,
      dropOff: 2,
      medianSeconds: 90,
    })
  })

  it('matches on properties', async () => {
    const scope = await world.makeWorkspace()
    const event = (visitId: string, plan: string | number, minutes: number) => ({
      id: newId(),
      name: 'a',
      visitId,
      timestamp: start.getTime() + minutes * minute,
      properties: { plan },
    })
    const events = [event('1', 'team', 1), event('1', 2, 2), event('2', 'solo', 1), event('2', 2, 3)]
    await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
    const steps = [
      { name: 'team', match: { event: 'a', properties: { plan: 'team' } } },
      { name: 'two', match: { event: 'a', properties: { plan: 2 } } },
    ]
    const { steps: found } = await reportFunnel(
      world.deps.db,
      { workspaceId: scope.workspaceId, steps, windowHours },
      window,
    )
    expect(found.map(({ visits }) => visits)).toEqual([1, 1])
  })
})
