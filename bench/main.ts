import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Engine } from '@quarterdeck/db'
import { benchAccess } from './src/access.ts'
import { benchActivity } from './src/activity.ts'
import { benchDashboards } from './src/dashboards.ts'
import { benchDetect } from './src/detect.ts'
import { benchFunnel } from './src/funnel.ts'
import { benchIngest } from './src/ingest.ts'
import { benchLive } from './src/live.ts'
import { asJson, asText, progress, type Result } from './src/report.ts'
import { benchRetrieval } from './src/retrieval.ts'
import { benchScan } from './src/scan.ts'
import { benchSchedules } from './src/schedules.ts'

interface Bench {
  about: string
  engines: readonly Engine[]
  run: (engine: Engine) => Promise<Result>
  /** A run that takes longer has gone wrong, in milliseconds; three minutes where it does not say. */
  limit?: number
}

const benches: Record<string, Bench> = {
  ingest: { about: 'events a second over HTTP, beside COPY', engines: ['postgres', 'pglite'], run: benchIngest },
  live: {
    about: 'from a write to the data on another screen, 100 live streams open',
    engines: ['postgres', 'pglite'],
    run: benchLive,
  },
  access: {
    about: 'what it costs to know who asks, and to check a password',
    engines: ['postgres', 'pglite'],
    run: benchAccess,
  },
  activity: {
    about: 'facts a second out of stored webhooks, search over 200,000 of them, and by meaning where it is embedded',
    engines: ['postgres', 'pglite'],
    run: benchActivity,
    limit: 600_000,
  },
  // No database: the engine is only a name here.
  detect: { about: 'how soon a drop is found, and how often in vain', engines: ['pglite'], run: benchDetect },
  scan: { about: 'detection over 200 funnels and a million events', engines: ['postgres'], run: benchScan },
  retrieval: {
    about: 'how good search is on the Cranfield collection, and how fast in a great many passages',
    engines: ['postgres', 'pglite'],
    run: benchRetrieval,
    limit: 600_000,
  },
  dashboards: {
    about: 'every dashboard over a year: a million essay items, ten million events',
    engines: ['postgres', 'pglite'],
    run: benchDashboards,
    limit: 900_000,
  },
  schedules: {
    about: '100,000 people whose reports are due in one minute',
    engines: ['postgres'],
    run: benchSchedules,
  },
  funnel: { about: 'a four-step report over a million events', engines: ['postgres'], run: benchFunnel },
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, engine: { type: 'string' } },
})
const [name = ''] = positionals
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined

if (bench) {
  const { limit = 180_000 } = bench
  setTimeout(() => {
    progress(`${name} took longer than ${limit / 1_000} s`)
    process.exit(1)
  }, limit).unref()
  progress(
    `${cpus().length} cores, load ${loadavg()
      .map(load => load.toFixed(1))
      .join(' ')}`,
  )
  for (const engine of bench.engines) {
    if (values.engine && values.engine !== engine) continue
    const result = await bench.run(engine)
    console.log(values.json ? asJson(result) : asText(result))
  }
} else {
  console.log('pnpm bench <name> [--json] [--engine postgres|pglite]\n')
  for (const [known, { about }] of Object.entries(benches)) console.log(`  ${known.padEnd(9)} ${about}`)
  if (name) process.exitCode = 1
}
