import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, hours, minutes, newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { createFunnel, type FunnelDto, ingest } from '../tracking/index.ts'
import { detectIssues, getHistory, getIssue, type IssueDto, listIssues, setStatus, updateSettings } from './index.ts'

const now = new Date('2026-06-10T12:00:00Z')

describe('detection as the first system does it', () => {
  let world: TestWorld
  let scope: Scope
  let funnel: FunnelDto

  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  async function begin(): Promise<void> {
    world.setNow(now)
    scope = await world.makeWorkspace()
    await updateSettings(world.deps, scope, { preset: 'classic' })
    const steps = ['opened', 'paid'].map(name => ({ name, match: { event: name } }))
    funnel = await createFunnel(world.deps, scope, { name: 'Checkout', steps, windowHours: 24 })
  }

  /** Visits spread evenly over a span that ends at a time; the first `completed` of them go on within ten seconds. */
  async function visits(end: Date, span: number, count: number, completed: number): Promise<void> {
    const events = Array.from({ length: count }, (_, index) => {
      const at = end.getTime() - span + ((index + 0.5) / count) * span
      const base = { visitId: newId(), anonymousId: newId() }
      const isCompleted = (index * completed) % count < completed
      return [
        { ...base, id: newId(), name: 'opened', timestamp: at },
        ...(isCompleted ? [{ ...base, id: newId(), name: 'paid', timestamp: at + 10_000 }] : []),
      ]
    }).flat()
    world.setNow(end)
    const { rejected } = await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
    expect(rejected).toEqual([])
  }

  const usualWeek = () => visits(new Date(now.getTime() - hours(1)), days(6), 400, 320)
  const scanAt = (at: Date) => {
    world.setNow(at)
    return detectIssues(world.deps, scope, {})
  }
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)

  async function theIssue(): Promise<IssueDto> {
    const { items } = await listIssues(world.deps, scope, { limit: 50 })
    const [issue] = items
    if (!issue || items.length > 1) throw new Error(`There are ${items.length} issues`)
    return issue
  }

  it('raises nothing while all is well, nor when there is too little to tell', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 118)
    expect(await scanAt(now)).toEqual({ opened: 0, updated: 0, recovered: 0 })
    await begin()
    await usualWeek()
    await visits(now, hours(1), 20, 2)
    expect(await scanAt(now)).toEqual({ opened: 0, updated: 0, recovered: 0 })
  })

  it('finds a drop of the last hour, and compares it with the days before it only', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    expect(await scanAt(now)).toEqual({ opened: 1, updated: 0, recovered: 0 })
    const issue = await theIssue()
    expect(issue).toMatchObject({ number: 1, step: 'opened', lastStep: 'paid', severity: 'critical', status: 'open' })
    expect(issue.baseline).toEqual({ visits: 400, completed: 320, rate: 80 })
    expect(issue.current?.rate).toBeCloseTo(40, 0)
    expect(Date.parse(issue.baselineWindow?.to ?? '')).toBeLessThanOrEqual(Date.parse(issue.currentWindow?.from ?? ''))
  })

  it('does not take visits that are still under way for lost ones', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 118)
    // Came in the last seconds; nobody could have paid yet.
    await visits(now, 5_000, 100, 0)
    expect(await scanAt(now)).toEqual({ opened: 0, updated: 0, recovered: 0 })
  })

  it('looks back a day where an hour holds too few visits', async () => {
    await begin()
    await visits(new Date(now.getTime() - days(1)), days(6), 400, 320)
    await visits(now, days(1), 200, 80)
    expect(await scanAt(now)).toEqual({ opened: 1, updated: 0, recovered: 0 })
  })

  it('keeps one issue however often the drop is found, and counts findings five minutes apart', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    await scanAt(now)
    expect(await scanAt(later(minutes(1)))).toEqual({ opened: 0, updated: 1, recovered: 0 })
    expect((await theIssue()).occurrences).toBe(1)
    await scanAt(later(minutes(6)))
    expect((await theIssue()).occurrences).toBe(2)
  })

  it('opens one issue when two scans run at once', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    world.setNow(now)
    const results = await Promise.all([1, 2, 3].map(() => detectIssues(world.deps, scope, {})))
    expect(results.reduce((sum, { opened }) => sum + opened, 0)).toBe(1)
    await theIssue()
  })

  it('lets an untouched issue go when the rate is back, and tells its history', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    await scanAt(now)
    const after = later(hours(2))
    await visits(after, hours(1), 150, 119)
    expect(await scanAt(after)).toEqual({ opened: 0, updated: 0, recovered: 1 })
    const issue = await theIssue()
    expect(issue).toMatchObject({ status: 'closed', recoveredAt: after.toISOString() })
    const { items } = await getHistory(world.deps, scope, issue)
    expect(items.map(({ kind, to }) => [kind, to])).toEqual([
      ['detected', 'open'],
      ['recovered', 'closed'],
    ])
  })

  it('leaves an issue that somebody works on to them, and marks a relapse', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    await scanAt(now)
    await setStatus(world.deps, scope, { id: (await theIssue()).id, status: 'fixing' })
    await visits(later(hours(2)), hours(1), 150, 119)
    await scanAt(later(hours(2)))
    expect(await theIssue()).toMatchObject({ status: 'fixing', recoveredAt: later(hours(2)).toISOString() })
    await visits(later(hours(4)), hours(1), 400, 60)
    expect(await scanAt(later(hours(4)))).toEqual({ opened: 0, updated: 1, recovered: 0 })
    const issue = await theIssue()
    expect(issue.recoveredAt).toBeNull()
    expect((await getHistory(world.deps, scope, issue)).items.at(-1)?.kind).toBe('relapsed')
  })

  it('believes for a day that a finding was a false alarm', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    await scanAt(now)
    await setStatus(world.deps, scope, { id: (await theIssue()).id, status: 'false_alarm' })
    expect(await scanAt(later(minutes(10)))).toEqual({ opened: 0, updated: 0, recovered: 0 })
    await visits(later(hours(25)), hours(1), 150, 60)
    expect((await scanAt(later(hours(25)))).opened).toBe(1)
  })

  it('scans other workspaces’ events and funnels never', async () => {
    await begin()
    await usualWeek()
    await visits(now, hours(1), 150, 60)
    const other = await world.makeWorkspace()
    expect(await detectIssues(world.deps, other, {})).toEqual({ opened: 0, updated: 0, recovered: 0 })
    await expect(detectIssues(world.deps, other, { funnelId: funnel.id })).rejects.toMatchObject({ kind: 'not_found' })
    await scanAt(now)
    await expect(getIssue(world.deps, other, await theIssue())).rejects.toMatchObject({ kind: 'not_found' })
  })
})
