import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { importEssayFile } from '@quarterdeck/core/essays'
import { type Installation, systemScope } from '@quarterdeck/core/identity'
import { detectIssues } from '@quarterdeck/core/issues'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import {
  clearUnfinishedSample,
  finishSample,
  readSampleState,
  refreshStatistics,
  removeSample,
} from '@quarterdeck/core/operations'
import { requestSampleReports } from '@quarterdeck/core/reports'
import { createFunnel, ingest, readBatch } from '@quarterdeck/core/tracking'
import { createTracker, type NodeTracker } from '@quarterdeck/sdk/node'
import { makeSampleActivity } from './activity.ts'
import { makeSampleConversations } from './conversations.ts'
import { addSampleDocuments } from './documents.ts'
import { sampleEssays } from './essay-items.ts'
import { makeSampleEssays } from './essays.ts'
import { type SampleVisit, sampleSteps, sampleVisits } from './visits.ts'

const releases = ['2.13.2', '2.14.0'] as const
const firstNames = ['Ada', 'Ben', 'Chloe', 'Dev', 'Emma', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira']
const lastNames = [
  'Osei',
  'Carter',
  'Martin',
  'Patel',
  'Fischer',
  'Haddad',
  'Kim',
  'Silva',
  'Novak',
  'Tanaka',
  'Rossi',
  'Berg',
  'Diaz',
]

/** Eleven and thirteen have no common divisor: 143 people before a name comes again. */
const nameOf = (index: number) => `${firstNames[index % firstNames.length]} ${lastNames[index % lastNames.length]}`

/** The tracker's way to the product without the network: the same function that `POST /v1/batch` calls, marked. */
const deliver =
  (deps: Deps, scope: Scope): typeof fetch =>
  async (_url, init) =>
    Response.json(await ingest(deps, scope, readBatch(JSON.parse(String(init?.body))), { source: 'sample' }))

function play(tracker: NodeTracker, visit: SampleVisit, index: number): void {
  const { device, country, userId, startedAt, depth, pause, error } = visit
  const at = (step: number) => new Date(startedAt.getTime() + step * pause * 1_000)
  const person = tracker.forPerson({
    device,
    country,
    visitId: `sample-visit-${index}`,
    anonymousId: `sample-browser-${index}`,
    ...(userId && { userId }),
  })
  for (const [step, { event }] of sampleSteps.slice(0, depth).entries()) {
    person.track(event, { plan: index % 3 === 0 ? 'team' : 'personal' }, { timestamp: at(step) })
  }
  if (error) person.track('code_refused', { attempts: 1 + (index % 3) }, { timestamp: at(depth), error })
  if (userId) person.identify(userId, { name: nameOf(index), plan: 'team' })
}

/** As anybody's file comes in, marked. */
async function importSampleEssays(deps: Deps, scope: Scope): Promise<void> {
  const refused: string[] = []
  const lines = sampleEssays(deps.clock.now()).map(essay => `${JSON.stringify(essay)}\n`)
  const rule = { format: 'jsonl', revenueUnit: 'major', currency: 'USD' } as const
  const refuse = ({ line, message }: { line: number; message: string }) => refused.push(`${line}: ${message}`)
  await importEssayFile(deps, scope, Readable.from(lines), { ...rule, refuse }, { origin: 'sample' })
  if (refused.length > 0) throw new Error(`Some of the sample essays were refused: ${refused[0]}`)
}

async function sendVisits(deps: Deps, trackers: readonly NodeTracker[]): Promise<void> {
  let index = 0
  for (const visit of sampleVisits(deps.clock.now())) {
    const tracker = trackers[visit.appVersion === releases[1] ? 1 : 0]
    if (tracker) play(tracker, visit, index++)
  }
  const sent = await Promise.all(trackers.map(tracker => tracker.shutdown(60_000)))
  if (sent.includes(false)) throw new Error('Some of the sample events could not be stored')
  await refreshStatistics(deps)
}

async function makeSampleFunnel(deps: Deps, scope: Scope): Promise<void> {
  const steps = sampleSteps.map(({ name, event }) => ({ name, match: { event } }))
  await createFunnel(deps, scope, { name: 'Sign-up', description: 'Sample data', steps, windowHours: 24 }, 'sample')
  await detectIssues(deps, scope, {})
}

/**
 * Fills a new installation with eight days of made-up traffic, a funnel, the issue that detection finds in it, essay items
 * of half a year, documents, conversations, essays in work, four weeks of work in repositories and reports of it: through
 * the SDK and the functions that real traffic goes through. Everything is marked as sample and goes with
 * `workspace.removeSample`. One that was killed at it left its part, which is made anew.
 */
export async function makeSample(deps: Deps, { workspaceId }: Pick<Installation, 'workspaceId'>): Promise<void> {
  const scope = systemScope(workspaceId, 'sample data')
  const directory = await mkdtemp(join(tmpdir(), 'quarterdeck-sample-'))
  const trackers = releases.map(appVersion => {
    const options = { url: 'http://sample.invalid', writeKey: appVersion, appVersion, directory, maxQueued: 100_000 }
    return createTracker({ ...options, flushAt: 500, fetch: deliver(deps, scope) })
  })
  const parts = [
    () => sendVisits(deps, trackers),
    () => makeSampleFunnel(deps, scope),
    () => importSampleEssays(deps, scope),
    () => makeSampleEssays(deps, workspaceId),
    () => makeSampleConversations(deps, scope),
    () => addSampleDocuments(deps, scope),
    () => makeSampleActivity(deps, scope),
    () => requestSampleReports(deps, scope),
  ]
  try {
    // Somebody may have it taken out before all of it is there: the part that works on it may fail, and nothing stays.
    const isRefused = async () => (await readSampleState(deps, scope)) === 'refused'
    await clearUnfinishedSample(deps, scope)
    for (const make of parts) {
      await make().catch(async error => {
        if (!(await isRefused())) throw error
      })
      if (await isRefused()) {
        await removeSample(deps, scope)
        return
      }
    }
    await finishSample(deps, scope)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
