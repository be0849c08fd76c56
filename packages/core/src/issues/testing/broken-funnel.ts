import { days, earlier, hours, newId, type Scope } from '../../kernel/index.ts'
import type { TestWorld } from '../../testing/index.ts'
import { createFunnel, type FunnelDto, ingest } from '../../tracking/index.ts'
import { detectIssues, type IssueDto, listIssues } from '../index.ts'

/** When the drop is found. */
export const now = new Date('2026-06-10T12:00:00Z')

export interface Visits {
  /** Evenly spread over the span that ends here. */
  end: Date
  span: number
  count: number
  /** How many of them go on, ten seconds later. */
  completed: number
  device?: string
  appVersion?: string
  /** What those that do not go on report. */
  error?: { type: string; message: string }
}

/** Stores visits of the funnel `code` → `done`. */
export async function storeVisits(world: TestWorld, scope: Scope, visits: Visits): Promise<void> {
  const { end, span, count, completed, device = 'mobile', appVersion = '2.13', error } = visits
  const events = Array.from({ length: count }, (_, index) => {
    const at = end.getTime() - span + ((index + 0.5) / count) * span
    const base = { visitId: newId(), anonymousId: newId(), device, appVersion, country: 'JP' }
    const first = { ...base, id: newId(), name: 'code', timestamp: at }
    if ((index * completed) % count < completed) {
      return [first, { ...base, id: newId(), name: 'done', timestamp: at + 10_000 }]
    }
    if (!error) return [first]
    const failed = { ...base, name: 'otp_failed', error }
    return [first, { ...failed, id: newId(), timestamp: at + 2_000 }, { ...failed, id: newId(), timestamp: at + 4_000 }]
  }).flat()
  world.setNow(end)
  const { rejected } = await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
  if (rejected.length > 0) throw new Error(`Events were rejected: ${JSON.stringify(rejected[0])}`)
}

/** A workspace whose funnel broke in the last hour for mobiles on release 2.14, and the issue that was opened for it. */
export async function breakFunnel(
  world: TestWorld,
  message = 'rate limited by provider, ask 4711 0815',
): Promise<{ scope: Scope; funnel: FunnelDto; issue: IssueDto }> {
  world.setNow(now)
  const scope = await world.makeWorkspace()
  const steps = ['code', 'done'].map(name => ({ name, match: { event: name } }))
  const funnel = await createFunnel(world.deps, scope, { name: 'Login', steps, windowHours: 24 })
  const week = { end: earlier(now, hours(1)), span: days(6) }
  const timeout = { type: 'timeout', message: 'slow' }
  await storeVisits(world, scope, { ...week, count: 300, completed: 240, error: timeout })
  await storeVisits(world, scope, { ...week, count: 200, completed: 160, device: 'desktop' })
  const hour = { end: now, span: hours(1) }
  await storeVisits(world, scope, {
    ...hour,
    count: 200,
    completed: 30,
    appVersion: '2.14',
    error: { type: 'otp', message },
  })
  await storeVisits(world, scope, { ...hour, count: 50, completed: 40, device: 'desktop' })
  world.setNow(now)
  const current = { from: earlier(now, hours(1)), to: now }
  const baseline = { from: earlier(current.from, days(7)), to: current.from }
  await detectIssues(world.deps, scope, { funnelId: funnel.id, current, baseline })
  const [issue] = (await listIssues(world.deps, scope, { limit: 5 })).items
  if (!issue) throw new Error('The drop was not found')
  return { scope, funnel, issue }
}
