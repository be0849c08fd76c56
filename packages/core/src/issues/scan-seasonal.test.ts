import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { days, hours, minutes, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { createFunnel, listFunnels, removeFunnel } from '../tracking/index.ts'
import {
  createIssue,
  detectIssues,
  getEvidence,
  getExampleVisits,
  getHistory,
  getIssueSegments,
  getIssueSeries,
  getSettings,
  type IssueDto,
  listIssues,
  setStatus,
  updateSettings,
} from './index.ts'
import { explainPlainly } from './plain-diagnosis.ts'

const now = new Date('2026-06-10T12:00:00Z')
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds)
const nothing = { opened: 0, updated: 0, recovered: 0 }

describe('detection by season', () => {
  let world: TestWorld
  let scope: Scope
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    scope = await world.makeWorkspace()
    const steps = ['opened', 'filled', 'paid'].map(name => ({ name, match: { event: name } }))
    await createFunnel(world.deps, scope, { name: 'Checkout', steps, windowHours: 24 })
  })

  interface Wave {
    from: Date
    to: Date
    /** Of ten visits, how many pay; `phone`: of those with a phone, which every second visit has. */
    paying: number
    phone?: number
    failing?: boolean
    every?: number
  }

  /** A visit every two minutes; nine of ten go on from the first step, five seconds from step to step. */
  async function play({ from, to, paying, phone = paying, failing = false, every = 120 }: Wave): Promise<void> {
    await world.database.run(
      `insert into events (workspace_id, id, name, visit_id, occurred_at, client_at, received_at, device, country, app_version, error_type, source)
       select $1::uuid, gen_random_uuid(), step.name, 'visit ' || at, at + step.after, at, at, case when n % 2 = 0 then 'mobile' else 'desktop' end, 'DE', '1.0',
         case when $7::boolean and step.name = 'filled' and (n / 2) % 2 = 0 then 'timeout' end, 'sdk'
       from (select n, $2::timestamptz + make_interval(secs => n * $6::int) as at
         from generate_series(0, (extract(epoch from $3::timestamptz - $2::timestamptz) / $6::int)::int - 1) as n) visits
       cross join (values ('opened', interval '0', 10), ('filled', interval '5 s', 9), ('paid', interval '10 s', 0)) as step(name, after, share)
       where case when step.name <> 'paid' then (n / 2 * 7) % 10 < step.share
         else (n / 2 * 7) % 10 < case when n % 2 = 0 then $5::int else $4::int end end`,
      [scope.workspaceId, from.toISOString(), to.toISOString(), paying, phone, every, failing],
    )
  }
  const usualWeek = (to = now) => play({ from: later(-days(8) - hours(1)), to, paying: 8 })
  const scanAt = (at: Date) => {
    world.setNow(at)
    return detectIssues(world.deps, scope, {})
  }
  const all = async (): Promise<IssueDto[]> => (await listIssues(world.deps, scope, { limit: 50 })).items
  async function only(kind: IssueDto['kind']): Promise<IssueDto> {
    const [issue, ...more] = (await all()).filter(one => one.kind === kind)
    if (!issue || more.length > 0) throw new Error(`There are ${issue ? more.length + 1 : 0} issues of kind ${kind}`)
    return issue
  }

  const segmentsOf = async ({ id }: IssueDto) => (await getIssueSegments(world.deps, scope, { id })).items
  const hoursOf = async ({ id }: IssueDto, length = 24, to = now) =>
    (await getIssueSeries(world.deps, scope, { id, from: new Date(to.getTime() - hours(length)), to })).items

  it('raises nothing in a quiet week, and knows its figures', async () => {
    await usualWeek(later(hours(2)))
    for (const at of [0, 20, 40, 60, 90]) expect(await scanAt(later(minutes(at)))).toEqual(nothing)
  })

  it('finds a drop, says at which steps, since when and for whom, and finds it once', async () => {
    await usualWeek(later(-hours(4)))
    await play({ from: later(-hours(4)), to: now, paying: 8, phone: 2 })
    expect(await scanAt(now)).toEqual({ opened: 2, updated: 0, recovered: 0 })
    const issues = await all()
    expect(issues.map(({ step, kind }) => `${kind} ${step}`).sort()).toEqual([
      'conversion_drop filled',
      'conversion_drop opened',
    ])
    const issue = issues.find(({ step }) => step === 'opened')
    expect(issue).toMatchObject({ severity: 'critical' })
    expect(issue?.baseline?.rate).toBeCloseTo(80, -1)
    expect(issue?.current?.rate).toBeCloseTo(50, -1)
    expect(Date.parse(issue?.currentWindow?.to ?? '') - Date.parse(issue?.currentWindow?.from ?? '')).toBe(hours(4))
    const { items } = await getHistory(world.deps, scope, { id: issue?.id ?? '' })
    const segments = items[0]?.data?.segments as { by: string; value: string; affected: boolean }[]
    const affected = Object.fromEntries(segments.map(one => [`${one.by} ${one.value}`, one.affected]))
    expect(affected).toMatchObject({ 'device mobile': true, 'device desktop': false, 'country DE': true })
    const hit = await segmentsOf(issue as IssueDto)
    const found = (value: string) => hit.find(one => one.value === value)
    expect(found('DE')?.rates?.now).toMatchObject({ of: issue?.current?.visits, count: issue?.current?.completed })
    expect(found('DE')?.rates?.usual).toMatchObject({ of: issue?.baseline?.visits, count: issue?.baseline?.completed })
    expect(found('mobile')).toMatchObject({ by: 'device', stands: true, arrivals: null })
    expect(found('mobile')?.rates?.now.rate).toBeCloseTo(20, -1)
    expect(found('mobile')?.rates?.now.high).toBeGreaterThan(found('mobile')?.rates?.now.rate ?? 100)
    expect(found('mobile')?.p).toBeLessThan(1e-6)
    expect(found('desktop')).toMatchObject({ stands: false })
    expect(hit.at(-1)?.value).toBe('desktop')
    expect(await scanAt(later(minutes(1)))).toEqual({ opened: 0, updated: 2, recovered: 0 })
  })

  it('does not take visits that are under way for lost ones', async () => {
    await usualWeek()
    await play({ from: later(-5_000), to: now, paying: 0, every: 1 })
    expect(await scanAt(now)).toEqual(nothing)
  })

  it('lets an issue go when the rate is back, and links its return to it', async () => {
    await usualWeek(later(-hours(1)))
    await play({ from: later(-hours(1)), to: now, paying: 2 })
    await scanAt(now)
    const [first] = (await all()).filter(({ step }) => step === 'opened')
    await play({ from: now, to: later(hours(3)), paying: 8 })
    expect(await scanAt(later(hours(3)))).toMatchObject({ opened: 0, recovered: 2 })
    await play({ from: later(hours(3)), to: later(hours(5)), paying: 1 })
    expect(await scanAt(later(hours(5)))).toMatchObject({ opened: 2 })
    const again = (await all()).find(({ step, status }) => step === 'opened' && status === 'open')
    expect(again).toMatchObject({ regressionOf: first?.id })
    expect(again?.id).not.toBe(first?.id)
    const { items } = await getHistory(world.deps, scope, { id: again?.id ?? '' })
    expect(items[0]?.data).toMatchObject({ regressionOf: first?.number })
  })

  it('takes nothing from before a fix for its return, and what breaks after it for one', async () => {
    await usualWeek()
    await play({ from: now, to: later(hours(3)), paying: 2 })
    await scanAt(later(hours(3)))
    const open = (await all()).filter(({ status }) => status !== 'closed')
    expect(open.length).toBeGreaterThan(0)
    for (const { id } of open)
      for (const status of ['fixed', 'verified'] as const) {
        await setStatus(world.deps, scope, { id, status })
      }
    await play({ from: later(hours(3)), to: later(hours(4)), paying: 8 })
    expect(await scanAt(later(hours(4)))).toEqual(nothing)
    await play({ from: later(hours(4)), to: later(hours(8)), paying: 2 })
    await scanAt(later(hours(8)))
    const back = (await all()).filter(({ status }) => status === 'open' || status === 'diagnosed')
    expect(back.length).toBeGreaterThan(0)
    for (const { regressionOf } of back) expect(open.map(({ id }) => id)).toContain(regressionOf)
  })

  it('links nothing to a false alarm', async () => {
    await usualWeek(later(-hours(1)))
    await play({ from: later(-hours(1)), to: now, paying: 2 })
    await scanAt(now)
    for (const { id } of await all()) await setStatus(world.deps, scope, { id, status: 'false_alarm' })
    await play({ from: now, to: later(hours(26)), paying: 1 })
    expect(await scanAt(later(hours(2)))).toEqual(nothing)
    expect((await scanAt(later(hours(26)))).opened).toBe(2)
    expect((await all()).map(({ regressionOf }) => regressionOf)).toEqual([null, null, null, null])
  })

  it('hears that nobody comes any more, and that they are back', async () => {
    await usualWeek(later(-hours(2)))
    expect((await scanAt(now)).opened).toBe(1)
    expect(await only('silence')).toMatchObject({ step: 'opened', severity: 'critical', current: { visits: 0 } })
    const silent = await only('silence')
    const hit = await segmentsOf(silent)
    expect(hit.map(({ by, value, stands }) => `${by} ${value} ${stands}`).sort()).toEqual([
      'appVersion 1.0 true',
      'country DE true',
      'device desktop true',
      'device mobile true',
    ])
    const mobile = hit.find(({ value }) => value === 'mobile')
    expect(mobile).toMatchObject({ rates: null, p: null, arrivals: { seen: 0, low: 0, high: 3.8 } })
    const [usual, window] = [silent.baseline?.visits ?? 0, silent.currentWindow]
    expect(mobile?.arrivals?.expected).toBeCloseTo(usual / 14, -1)
    expect(window && hit.every(({ arrivals }) => (arrivals?.expected ?? 0) > 0)).toBe(true)
    const { facts } = await getEvidence(world.deps, scope, { id: silent.id })
    expect(facts).toHaveLength(1)
    expect(facts[0]?.text).toMatch(/^0 visits came to opened, where about \d+ are usual/)
    expect(explainPlainly(facts).rootCause).toContain('its events are no longer sent')
    const series = await hoursOf(silent)
    expect(series).toHaveLength(24)
    expect(series.at(-1)).toMatchObject({ at: later(-hours(1)).toISOString(), visits: 0, rate: null })
    expect(series.at(-4)).toMatchObject({ at: later(-hours(4)).toISOString(), visits: 30 })
    expect(series.at(-1)?.expected).toEqual({ low: 18.5, high: 41.5 })
    expect(await scanAt(later(minutes(2)))).toEqual({ opened: 0, updated: 1, recovered: 0 })
    await play({ from: now, to: later(hours(2)), paying: 8 })
    expect(await scanAt(later(hours(2)))).toEqual({ opened: 0, updated: 0, recovered: 1 })
  })

  it('sees that visits meet errors, though they finish', async () => {
    await usualWeek(later(-hours(2)))
    await play({ from: later(-hours(2)), to: now, paying: 8, failing: true })
    expect(await scanAt(now)).toEqual({ opened: 1, updated: 0, recovered: 0 })
    const issue = await only('error_rate')
    expect(issue.title).toMatch(/errors in \d/)
    expect(issue.current?.rate).toBeGreaterThan(40)
    expect(issue.baseline?.rate).toBe(0)
    expect(issue.dropPoints).toBeLessThan(-40)
    const hit = await segmentsOf(issue)
    const german = hit.find(({ value }) => value === 'DE')
    expect(german?.rates?.now).toMatchObject({ of: issue.current?.visits, count: issue.current?.completed })
    expect(german?.rates?.usual).toMatchObject({ of: issue.baseline?.visits, count: 0, low: 0 })
    expect(german).toMatchObject({ stands: true, arrivals: null })
    expect(german?.p).toBeLessThan(1e-6)
    const { facts } = await getEvidence(world.deps, scope, { id: issue.id })
    expect(facts[0]).toMatchObject({ kind: 'drop', stands: true, usual: { rate: 100 } })
    expect(facts[0]?.text).toContain('met no error')
    expect(facts.find(({ kind }) => kind === 'error')).toMatchObject({ label: 'timeout', stands: true })
    const { items: examples } = await getExampleVisits(world.deps, scope, { id: issue.id })
    expect(examples.map(({ error }) => error)).toEqual(Array(10).fill('timeout'))
    expect(examples.some(({ trail }) => trail.includes('paid'))).toBe(true)
    const series = await hoursOf(issue, 2 * 24)
    expect(series).toHaveLength(48)
    expect(series.at(-3)).toMatchObject({ completed: 0, rate: 0 })
    expect(series.at(-2)?.rate).toBeGreaterThan(40)
    expect(series.every(({ expected }) => expected !== null)).toBe(true)
  })

  it('knows no range for hours that have fewer than three days before them, and shows no hour that is not over', async () => {
    await play({ from: later(-days(4)), to: now, paying: 8 })
    const { items } = await listFunnels(world.deps, scope, { limit: 1 })
    const issue = await createIssue(world.deps, scope, {
      ...{ title: 'Odd', funnelId: items[0]?.id ?? '', step: 'opened', severity: 'low' },
    })
    world.setNow(later(-minutes(90) + 1))
    const series = await hoursOf(issue, 3 * 24)
    expect(series.at(-1)?.at).toBe(later(-minutes(150)).toISOString())
    expect(series.at(-1)).toMatchObject({ visits: 30, expected: { low: 17.6, high: 42.4 } })
    expect(series.find(({ expected }) => expected)?.at).toBe(later(-days(1) + minutes(30)).toISOString())
    const manual = await segmentsOf(issue)
    expect(manual.map(({ p }) => p)).toEqual([null, null, null, null])
    expect(manual.find(({ value }) => value === 'mobile')?.rates?.now.rate).toBeCloseTo(80, -1)
    await removeFunnel(world.deps, scope, { id: items[0]?.id ?? '' })
    expect([await segmentsOf(issue), await hoursOf(issue)]).toEqual([[], []])
  })

  it('judges by the preset of the workspace, which is the default until it is changed', async () => {
    expect(await getSettings(world.deps, scope)).toMatchObject({ preset: 'default', measureAfterMinutes: 60 })
    await world.database.run(`update workspaces set settings = '{"other": 1}' where id = $1`, [scope.workspaceId])
    await usualWeek(later(-hours(20)))
    // Ten and eleven points: too few for two of the presets.
    await play({ from: later(-hours(20)), to: now, paying: 7, every: 30 })
    for (const preset of ['conservative', 'classic'] as const) {
      expect(await updateSettings(world.deps, scope, { preset })).toMatchObject({ preset, measureAfterMinutes: 60 })
      expect((await scanAt(now)).opened, preset).toBe(0)
    }
    await updateSettings(world.deps, scope, { preset: 'aggressive' })
    expect((await scanAt(now)).opened).toBeGreaterThan(0)
    const rows = await world.database.run<{ settings: object }>('select settings from workspaces where id = $1', [
      scope.workspaceId,
    ])
    expect(rows).toEqual([
      { settings: { other: 1, detection: { preset: 'aggressive' }, measurement: { minutes: 60 } } },
    ])
  })
})
