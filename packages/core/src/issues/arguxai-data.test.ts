import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { days, hours, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { compareFunnel, createFunnel, type FunnelDto, ingest } from '../tracking/index.ts'
import { detectIssues, listIssues } from './index.ts'

// The first system's own data, kept beside the repository and not in it.
const file = fileURLToPath(new URL('../../../../../shared/data/arguxai-events.jsonl', import.meta.url))
const steps = ['login_page', 'login_form', 'login_button_click', 'login_complete'].map(name => ({
  name,
  match: { step: name },
}))
const split = new Date(1_769_860_393_994)

describe.skipIf(!existsSync(file))('the data of the first system (needs shared/data/arguxai-events.jsonl)', () => {
  let world: TestWorld
  let scope: Scope
  let funnel: FunnelDto
  let events: { timestamp: unknown }[]
  let windows: { baseline: { from: Date; to: Date }; current: { from: Date; to: Date } }

  beforeAll(async () => {
    world = await createTestWorld()
    scope = await world.makeWorkspace()
    events = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): { timestamp: unknown } => JSON.parse(line))
    const times = events.map(event => Number(event.timestamp))
    windows = {
      baseline: { from: new Date(Math.min(...times)), to: split },
      current: { from: split, to: new Date(Math.max(...times) + 1) },
    }
    let accepted = 0
    for (let index = 0; index < events.length; index += 1_000) {
      const batch = { spelling: 'events' as const, events: events.slice(index, index + 1_000) }
      accepted += (await ingest(world.deps, scope, batch, { history: true, source: 'import' })).accepted
    }
    expect(accepted).toBe(4_775)
    funnel = await createFunnel(world.deps, scope, { name: 'Login', steps, windowHours: 24 })
  })
  afterAll(() => world.close())

  // Counted by a separate program, visit by visit.
  const known = [
    { name: 'login_page', baseline: [400, 314, 78.5], current: [300, 65, 21.67], dropPoints: 56.83, z: 14.93 },
    { name: 'login_form', baseline: [382, 314, 82.2], current: [284, 65, 22.89], dropPoints: 59.31, z: 15.29 },
    { name: 'login_button_click', baseline: [345, 314, 91.01], current: [144, 65, 45.14], dropPoints: 45.88, z: 11.07 },
  ]

  it('gives the known figures at every step', async () => {
    const { steps } = await compareFunnel(world.deps, scope, { id: funnel.id, ...windows })
    const figures = steps.map(({ name, baseline, current, dropPoints, z }) => ({
      name,
      baseline: [baseline.visits, baseline.completed, baseline.rate],
      current: [current.visits, current.completed, current.rate],
      dropPoints,
      z,
    }))
    expect(figures.slice(0, 3)).toEqual(known)
    expect(steps.map(({ severity }) => severity)).toEqual(['critical', 'critical', 'critical', null])
    // A visit that is at the last step has completed.
    expect(steps[3]).toMatchObject({
      baseline: { visits: 350, completed: 350 },
      current: { visits: 357, completed: 357 },
      z: 0,
    })
  })

  it('opens one issue for each broken step, and nothing on a second scan', async () => {
    expect(await detectIssues(world.deps, scope, { funnelId: funnel.id, ...windows })).toEqual({
      opened: 3,
      updated: 0,
      recovered: 0,
    })
    expect(await detectIssues(world.deps, scope, { funnelId: funnel.id, ...windows })).toEqual({
      opened: 0,
      updated: 3,
      recovered: 0,
    })
    const { items } = await listIssues(world.deps, scope, { limit: 50 })
    const found = items.map(({ step, severity, dropPoints, z, occurrences }) => ({
      step,
      severity,
      dropPoints,
      z,
      occurrences,
    }))
    found.sort(
      (a, b) => known.findIndex(({ name }) => name === a.step) - known.findIndex(({ name }) => name === b.step),
    )
    const wanted = known.map(({ name, dropPoints, z }) => ({
      step: name,
      severity: 'critical',
      dropPoints,
      z,
      occurrences: 1,
    }))
    expect(found).toEqual(wanted)
  })

  it('is found as it happens, hour by hour, and the quiet first week raises nothing', {
    timeout: 120_000,
  }, async () => {
    const live = await createTestWorld()
    try {
      const own = await live.makeWorkspace()
      for (let index = 0; index < events.length; index += 1_000) {
        const batch = { spelling: 'events' as const, events: events.slice(index, index + 1_000) }
        await ingest(live.deps, own, batch, { history: true, source: 'import' })
      }
      await createFunnel(live.deps, own, { name: 'Login', steps, windowHours: 24 })
      const broken = Date.parse('2026-01-31T00:00:00Z')
      for (let at = windows.baseline.from.getTime(); at <= broken + days(1); at += hours(1)) {
        live.setNow(new Date(at))
        await detectIssues(live.deps, own, {})
        if (at < broken) expect((await listIssues(live.deps, own, { limit: 1 })).items, `${new Date(at)}`).toEqual([])
      }
      const { items } = await listIssues(live.deps, own, { limit: 50 })
      const drops = items.filter(({ kind }) => kind === 'conversion_drop')
      expect(drops.map(({ step }) => step).sort()).toEqual(['login_button_click', 'login_form', 'login_page'])
    } finally {
      await live.close()
    }
  })
})
