import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DashboardDeps,
  type DashboardInput,
  dashboardInput,
  dashboardListInput,
  dashboards,
} from '@quarterdeck/core/dashboards'
import { systemScope } from '@quarterdeck/core/identity'
import { newId, type Scope, systemClock } from '@quarterdeck/core/kernel'
import { type Database, type Engine, migrate, openDatabase } from '@quarterdeck/db'
import { startPostgres } from '@quarterdeck/scripts/throwaway-postgres'
import { fillEssays } from './essay-data.ts'
import { type Metric, percentile, progress, type Result } from './report.ts'
import { dropUnreadIndexes, fillUsage } from './usage-data.ts'

const day = 86_400_000
const span = 365
const runs = 20
const zone = 'America/New_York'
const spans = [30, 365] as const
const bars = { postgres: { 30: 300, 365: 1_000 }, pglite: { 30: 2_000, 365: 2_000 } } as const
/** Ten times the rows may take so many times longer. */
const mostGrowth = 5

const sizeOf = (name: string, usual: number): number => Number(process.env[name] ?? usual)

interface Size {
  items: number
  events: number
}

type Page = keyof typeof dashboards
const pages = Object.keys(dashboards) as Page[]

function filtersOf(days: number, now: number): DashboardInput['filters'] {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  return dashboardInput.parse({ filters: { from: date(now - (days - 1) * day), to: date(now) } }).filters
}

async function fill(database: Database, { items, events }: Size): Promise<Scope> {
  const scope = systemScope(newId(), 'bench')
  const { workspaceId } = scope
  await database.run(
    "insert into workspaces (id, name, slug, time_zone) values ($1::uuid, 'bench', ($1::uuid)::text, $2)",
    [workspaceId, zone],
  )
  const started = performance.now()
  await fillEssays(database, workspaceId, { items, days: span, until: new Date() })
  await fillUsage(database, workspaceId, { events, days: span, until: new Date() })
  const seconds = ((performance.now() - started) / 1_000).toFixed(0)
  progress(`${items} items and ${events} events are there after ${seconds} s`)
  return scope
}

interface Times {
  /** What was asked before and is asked again, nothing having been written. */
  again: number[]
  /** Straight after a write. */
  anew: number[]
}

async function measure(database: Database, deps: DashboardDeps, scope: Scope): Promise<Map<string, Times>> {
  const found = new Map<string, Times>()
  const now = Date.now()
  for (const days of spans)
    for (const page of pages) {
      const input = dashboardListInput.parse({ filters: filtersOf(days, now) })
      const once = async () => {
        const started = performance.now()
        await dashboards[page](deps, scope, input)
        return performance.now() - started
      }
      await once()
      const times: Times = { again: [], anew: [] }
      for (let run = 0; run < runs; run++) times.again.push(await once())
      for (let run = 0; run < 3; run++) {
        // What any write of an item does.
        await database.run('update essay_versions set version = version + 1 where workspace_id = $1', [
          scope.workspaceId,
        ])
        times.anew.push(await once())
      }
      found.set(`${page}_${days}d`, times)
    }
  return found
}

function metricsOf(engine: Engine, large: Map<string, Times>, small: Map<string, Times> | null): Metric[] {
  return [...large].flatMap(([name, { again, anew }]) => {
    const days = name.endsWith('_30d') ? 30 : 365
    const unit = 'ms'
    const [p95, fresh] = [percentile(again, 0.95), percentile(anew, 0.5)]
    const before = small?.get(name)
    const metrics: Metric[] = [
      { name: `${name}_p95_ms`, label: `${name}, p95`, value: p95, unit, asked: { atMost: bars[engine][days] } },
      {
        name: `${name}_anew_ms`,
        label: `${name}, after a write`,
        value: fresh,
        unit,
        asked: { atMost: bars[engine][days] },
      },
    ]
    if (!before) return metrics
    const growth = [percentile(again, 0.5) / percentile(before.again, 0.5), fresh / percentile(before.anew, 0.5)]
    const asked = { atMost: mostGrowth }
    return [
      ...metrics,
      { name: `${name}_growth`, label: `${name}, growth`, value: growth[0] ?? 0, unit: '×', asked },
      { name: `${name}_anew_growth`, label: `${name}, growth after a write`, value: growth[1] ?? 0, unit: '×', asked },
    ]
  })
}

async function benchOn(engine: Engine, database: Database): Promise<Result> {
  await migrate(database)
  await dropUnreadIndexes(database)
  const size: Size = {
    items: sizeOf('BENCH_ITEMS', engine === 'postgres' ? 1_000_000 : 100_000),
    events: sizeOf('BENCH_EVENTS', engine === 'postgres' ? 10_000_000 : 200_000),
  }
  const tenth: Size = { items: size.items / 10, events: size.events / 10 }
  const deps: DashboardDeps = { db: database.db, clock: systemClock }
  const small = engine === 'postgres' ? await fill(database, tenth) : null
  const large = await fill(database, size)
  await database.script('vacuum (analyze)')
  const counted: number[] = []
  for (const scope of [small, large]) {
    if (!scope) continue
    const started = performance.now()
    await dashboards.usage(deps, scope, dashboardInput.parse({ filters: filtersOf(30, Date.now()) }))
    counted.push(performance.now() - started)
  }
  await database.script('vacuum (analyze)')
  progress(`All events were counted after ${counted.map(ms => (ms / 1_000).toFixed(1)).join(' and ')} s`)
  const before = small && (await measure(database, deps, small))
  return {
    ...{ bench: 'dashboards', engine },
    metrics: metricsOf(engine, await measure(database, deps, large), before),
    notes: [
      `${size.items} items and ${size.events} events over ${span} days, days of ${zone}; growth against a tenth of both.`,
      `p95 of ${runs} runs with nothing written between them; "after a write" is the median of three, each after one.`,
      `Counting all events for the first time took ${((counted.at(-1) ?? 0) / 1_000).toFixed(0)} s.`,
    ],
  }
}

/** Every dashboard over a year of data. */
export async function benchDashboards(engine: Engine): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'qd-bench-'))
  const server = engine === 'postgres' ? await startPostgres({ settings: { shared_buffers: '512MB' } }) : null
  const database = await openDatabase({ url: server?.url, dataDir: join(folder, 'postgres'), connections: 5 })
  try {
    return await benchOn(engine, database)
  } finally {
    await database.close()
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
