import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hours, later, minutes, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { removeFunnel } from '../tracking/index.ts'
import { judge } from './fix-model.ts'
import { createIssue, getHistory, getIssue, type IssueDto, measureIssue, setStatus } from './index.ts'
import { measureTries } from './measure.ts'
import { breakFunnel, now, storeVisits } from './testing/broken-funnel.ts'

describe('the measurement of a fix', () => {
  let world: TestWorld
  let scope: Scope
  let issue: IssueDto
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  const at = (milliseconds: number) => later(now, milliseconds)
  const current = () => getIssue(world.deps, scope, { id: issue.id })
  const runAt = async (milliseconds: number) => {
    world.setNow(at(milliseconds))
    await world.runJobs()
    return current()
  }
  const measured = async () =>
    (await getHistory(world.deps, scope, { id: issue.id })).items.filter(({ kind }) => kind === 'measured')

  /** Fixed ten minutes after its detection, at a rate of 70 of 250 at detection and 400 of 500 usually. */
  async function fix(): Promise<void> {
    ;({ scope, issue } = await breakFunnel(world))
    await world.runJobs()
    // Between the detection and the fix it is as bad as before; the measurement must not see these.
    await storeVisits(world, scope, { end: at(minutes(10) - 1), span: minutes(9), count: 300, completed: 30 })
    world.setNow(at(minutes(10)))
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixed' })
  }
  const visitsAfter = (count: number, completed: number, end = minutes(60)) =>
    storeVisits(world, scope, { end: at(end), span: minutes(45), count, completed, appVersion: '2.15' })

  it('runs an hour later, sees visits since the fix only, and verifies what came back', async () => {
    await fix()
    await visitsAfter(200, 150)
    expect(await runAt(minutes(69))).toMatchObject({
      status: 'fixed',
      fix: null,
      fixedAt: at(minutes(10)).toISOString(),
    })
    const after = await runAt(minutes(71))
    expect(after).toMatchObject({ status: 'verified', fix: { visits: 200, completed: 150, rate: 75 } })
    const before = after.current?.rate ?? 0
    expect(after.fix?.uplift.points).toBeCloseTo(75 - before, 1)
    expect(after.fix?.uplift.low).toBeGreaterThan(30)
    expect(after.fix?.uplift.high).toBeLessThan(60)
    expect(after.fix?.upliftPercent).toBeCloseTo((100 * (75 - before)) / before, 0)
    expect(await measured()).toMatchObject([
      { from: 'fixed', to: 'verified', note: 'The rate is back', data: { verdict: 'verified', visits: 200 } },
    ])
  })

  it('takes the issue up again when the rate is not back', async () => {
    await fix()
    await visitsAfter(200, 60)
    expect(await runAt(minutes(71))).toMatchObject({ status: 'fixing', fix: { visits: 200, completed: 60 } })
    expect(await measured()).toMatchObject([
      { from: 'fixed', to: 'fixing', note: 'The rate is not back: at work again' },
    ])
    // The next fix begins anew.
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixed' })
    expect(await current()).toMatchObject({ fix: null, fixedAt: at(minutes(71)).toISOString() })
  })

  it('waits for visits, again and again but not for ever, and can be asked for at any time', async () => {
    await fix()
    await visitsAfter(12, 9)
    expect(await runAt(minutes(71))).toMatchObject({ status: 'measuring', fix: { visits: 12 } })
    for (let hour = 2; hour <= 40; hour++) await runAt(hours(hour) + minutes(20))
    expect(await measured()).toHaveLength(measureTries)
    expect(await current()).toMatchObject({ status: 'measuring' })
    await visitsAfter(150, 120, hours(41))
    world.setNow(at(hours(42)))
    expect(await measureIssue(world.deps, scope, { id: issue.id })).toMatchObject({
      ...{ status: 'verified', fix: { visits: 162 } },
    })
    await expect(measureIssue(world.deps, scope, { id: issue.id })).rejects.toMatchObject({ kind: 'conflict' })
  })

  it('waits as long as the workspace says', async () => {
    await fix()
    const [scopeOfOld, old] = [scope, issue.id]
    await world.database.run(`update workspaces set settings = '{"measurement": {"minutes": 5}}' where id = $1`, [
      scope.workspaceId,
    ])
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixing' })
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixed' })
    await storeVisits(world, scope, { end: at(minutes(15)), span: minutes(4), count: 120, completed: 100 })
    expect(await runAt(minutes(16))).toMatchObject({ status: 'verified' })
    // The first fix was taken back: its own measurement, due later, does nothing.
    await runAt(minutes(80))
    expect(
      (await getHistory(world.deps, scopeOfOld, { id: old })).items.filter(({ kind }) => kind === 'measured'),
    ).toHaveLength(1)
  })

  it('believes detection about errors and silence, which have no rate to measure', async () => {
    await fix()
    const setIssue = (change: string) => world.database.run(`update issues set ${change} where id = $1`, [issue.id])
    await setIssue("kind = 'error_rate'")
    expect(await runAt(minutes(71))).toMatchObject({ status: 'measuring', fix: null })
    await setIssue('recovered_at = now()')
    expect(await runAt(minutes(132))).toMatchObject({ status: 'verified', fix: null })
  })

  it('measures what was opened by hand against the day before, and nothing without a funnel', async () => {
    const { scope: here, funnel } = await breakFunnel(world)
    scope = here
    world.setNow(now)
    issue = await createIssue(world.deps, scope, {
      ...{ title: 'Odd', funnelId: funnel.id, step: 'code', severity: 'low' },
    })
    world.setNow(at(minutes(10)))
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixed' })
    await visitsAfter(200, 150)
    const after = await runAt(minutes(71))
    expect(after).toMatchObject({ status: 'verified', fix: { visits: 200, completed: 150 } })
    expect(after.current?.visits).toBeGreaterThan(250)
    await setStatus(world.deps, scope, { id: issue.id, status: 'open' })
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixed' })
    await removeFunnel(world.deps, scope, { id: funnel.id })
    const again = measureIssue(world.deps, scope, { id: issue.id })
    await expect(again).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('removed') })
    expect(await runAt(hours(3))).toMatchObject({ status: 'fixed' })
  })

  it('asks for half of the drop and for more than chance', () => {
    const before = { current: { visits: 200, completed: 60 }, baseline: { visits: 2_000, completed: 1_600 } }
    const verdict = (visits: number, completed: number) => judge(before, { visits, completed })
    expect(verdict(0, 0)).toBe('too few')
    expect(verdict(29, 29)).toBe('too few')
    expect(verdict(40, 32)).toBe('verified')
    expect(verdict(40, 20)).toBe('too few')
    expect(verdict(40, 4)).toBe('not back')
    expect(verdict(1_000, 560)).toBe('verified')
    expect(verdict(1_000, 540)).toBe('not back')
    const small = { current: { visits: 100, completed: 40 }, baseline: { visits: 100, completed: 50 } }
    expect(judge(small, { visits: 100, completed: 46 })).toBe('not back')
  })
})
