import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { removeFunnel } from '../tracking/index.ts'
import { createIssue, getEvidence, getExampleVisits } from './index.ts'
import { breakFunnel } from './testing/broken-funnel.ts'

describe('the evidence of an issue', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  it('counts what failed visits have in common, now and usually, and where', async () => {
    const { scope, issue } = await breakFunnel(world)
    const { facts, windows } = await getEvidence(world.deps, scope, { id: issue.id })
    expect(windows?.current).toEqual(issue.currentWindow)
    expect(facts.map(({ id }) => id)).toEqual(facts.map((_, index) => `e${index + 1}`))
    const [drop] = facts
    expect(drop).toMatchObject({ kind: 'drop', stands: true, usual: { count: 400, of: 500, rate: 80 } })
    expect([drop?.now?.of, drop?.now?.count]).toEqual([issue.current?.visits, issue.current?.completed])
    const find = (kind: string, label: string) => facts.find(fact => fact.kind === kind && fact.label === label)
    const failed = (drop?.now?.of ?? 0) - (drop?.now?.count ?? 0)
    const error = find('error', 'otp: rate limited by provider, ask ‹number›')
    expect(error).toMatchObject({ stands: true, now: { of: failed }, usual: { count: 0, of: 100 } })
    expect(error?.now?.rate).toBeGreaterThan(90)
    expect(find('repeat', 'otp_failed')).toMatchObject({ now: { count: error?.now?.count }, usual: { count: 60 } })
    expect(find('repeat', 'otp_failed')?.text).toContain('2 times on average')
    expect(find('last_event', 'otp_failed')).toMatchObject({ stands: true, usual: { count: 60, of: 100 } })
    expect(find('segment', 'mobile')).toMatchObject({ stands: true, usual: { count: 240, of: 300, rate: 80 } })
    expect(find('segment', 'mobile')?.now?.rate).toBeCloseTo(15, 0)
    expect(find('segment', 'desktop')).toMatchObject({ stands: false, usual: { count: 160, of: 200 } })
    expect(find('release', '2.14')?.text).toContain('first came to this step at 2026-06-10 11:00 UTC')
    expect(find('release', '2.13')).toBeUndefined()
    for (const { now } of facts) {
      expect(now?.low).toBeLessThanOrEqual(now?.rate ?? 0)
      expect(now?.high).toBeGreaterThanOrEqual(now?.rate ?? 100)
    }
  })

  it('names visits to look at: failed ones, with an error first', async () => {
    const { scope, issue } = await breakFunnel(world)
    const { items } = await getExampleVisits(world.deps, scope, { id: issue.id })
    expect(items).toHaveLength(10)
    expect(items[0]).toMatchObject({
      device: 'mobile',
      appVersion: '2.14',
      events: 3,
      trail: ['code', 'otp_failed', 'otp_failed'],
    })
    expect(items.every(({ error }) => error?.startsWith('rate limited'))).toBe(true)
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    )
  })

  it('keeps addresses and numbers of people out', async () => {
    const message = 'no code for ann.lee@example.com, +81 90 1234 5678, order 018f0c3e-5a1b-7c4d-8e9f-0a1b2c3d4e5f'
    const { scope, issue } = await breakFunnel(world, message)
    const { facts } = await getEvidence(world.deps, scope, { id: issue.id })
    const [error] = facts.filter(({ kind }) => kind === 'error')
    expect(error?.label).toBe('otp: no code for ‹address›, +‹number›, order ‹id›')
  })

  it('is empty without the funnel, looks at the day before an issue opened by hand, and stays in its workspace', async () => {
    const { scope, funnel, issue } = await breakFunnel(world)
    const id = { id: issue.id }
    await expect(getEvidence(world.deps, await world.makeWorkspace(), id)).rejects.toMatchObject({ kind: 'not_found' })
    const manual = await createIssue(world.deps, scope, {
      ...{ title: 'Odd', funnelId: funnel.id, step: 'done', severity: 'low' },
    })
    const found = await getEvidence(world.deps, scope, { id: manual.id })
    expect(found.windows?.current.to).toBe(manual.detectedAt)
    expect(found.facts[0]).toMatchObject({ kind: 'drop', stands: false })
    await removeFunnel(world.deps, scope, { id: funnel.id })
    expect(await getEvidence(world.deps, scope, id)).toEqual({ facts: [], windows: null })
    expect(await getExampleVisits(world.deps, scope, id)).toEqual({ items: [] })
  })
})
