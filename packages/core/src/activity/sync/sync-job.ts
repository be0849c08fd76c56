import { type Db, installations, repositories, syncJobs } from '@quarterdeck/db'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import { type Deps, days, earlier, later, type Scope } from '../../kernel/index.ts'
import { rateOf } from './circumstances.ts'
import { finishBatch } from './finish.ts'
import { type GithubClient, GithubTrouble, openGithub } from './github-client.ts'
import { makeJobs } from './make-jobs.ts'
import { keepRate, noteFailure, takePage, type Work } from './page.ts'
import { waitsForRate } from './policy.ts'
import { type BatchRow, beginTurn, TurnLost, waitUntil } from './turns.ts'

/** How long one process works on a batch before another may, in milliseconds of its own time. */
const turnLimit = 240_000
/** After so long without any answer a sync ends; what begins it anew is told in `sweep-job.ts`. */
const longestOutage = days(1)

/** Works on a batch until it is complete, or has to wait. */
export async function run(deps: Deps, { batchId }: { batchId: string }): Promise<void> {
  const batch = await beginTurn(deps, batchId)
  if (!batch) return
  try {
    await work(deps, systemScope(batch.workspaceId, 'sync'), batch)
  } catch (error) {
    if (!(error instanceof TurnLost)) throw error
  }
}

async function work(deps: Deps, scope: Scope, batch: BatchRow): Promise<void> {
  const [installation] = await deps.db.select().from(installations).where(eq(installations.id, batch.installationId))
  const { github, patience } = deps.integrations
  if (!github) return finishBatch(deps, batch, 'This server is not set up to ask GitHub')
  if (installation?.status !== 'active') return finishBatch(deps, batch, 'The installation is not active any more')
  const signal = AbortSignal.timeout(turnLimit + patience)
  const { now } = deps.clock
  const client = await openGithub(github, installation.installationId, {
    ...{ patience, signal, now, rate: rateOf(installation) },
    waits: rate => waitsForRate(batch.trigger, rate, now()),
  })
  try {
    await makeJobs(deps, scope, batch, installation, client)
    await takeTurns(deps, scope, batch, client)
  } catch (error) {
    if (!(error instanceof GithubTrouble)) throw error
    await giveWay(deps, batch, client, error)
  }
}

/** What concerns all repositories: the batch waits, or ends. */
async function giveWay(deps: Deps, batch: BatchRow, client: GithubClient, trouble: GithubTrouble): Promise<void> {
  const isHopeless = trouble.kind === 'passing' && batch.createdAt < earlier(deps.clock.now(), longestOutage)
  if (trouble.kind === 'refused' || isHopeless) return finishBatch(deps, batch, trouble.message)
  // One second more, since it may be counted anew at any moment of that second.
  const until = later(trouble.until ?? later(deps.clock.now(), 60_000), 1_000)
  await deps.db.transaction(async tx => {
    await waitUntil(tx, deps, batch, until, trouble.message)
    const blocked = { status: 'blocked' as const, blockedUntil: until }
    await tx.update(syncJobs).set(blocked).where(isOpen(batch))
    await keepRate(tx, client, batch.installationId)
  })
}

const open = ['pending', 'running', 'blocked'] as const
const isOpen = (batch: BatchRow) => and(eq(syncJobs.batchId, batch.id), inArray(syncJobs.status, [...open]))

const readWaiting = (db: Db, batch: BatchRow): Promise<Work[]> =>
  db
    .select({ job: syncJobs, repository: repositories })
    .from(syncJobs)
    .innerJoin(repositories, eq(repositories.id, syncJobs.repositoryId))
    .where(isOpen(batch))
    .orderBy(asc(syncJobs.pages), asc(repositories.fullName))

/** One page of each repository in turn, so that a large one keeps no small one waiting. */
async function takeTurns(deps: Deps, scope: Scope, batch: BatchRow, client: GithubClient): Promise<void> {
  const until = performance.now() + turnLimit
  for (;;) {
    const waiting = await readWaiting(deps.db, batch)
    if (waiting.length === 0) return finishBatch(deps, batch, null)
    const now = deps.clock.now()
    const due = waiting.filter(({ job }) => !job.blockedUntil || job.blockedUntil <= now)
    const first = Math.min(...waiting.map(({ job }) => job.blockedUntil?.getTime() ?? 0))
    if (due.length === 0) {
      return deps.db.transaction(tx => waitUntil(tx, deps, batch, new Date(first), waiting[0]?.job.error ?? null))
    }
    for (const each of due) {
      if (performance.now() > until) {
        return deps.db.transaction(tx => waitUntil(tx, deps, batch, deps.clock.now(), null))
      }
      await takeTurn(deps, scope, batch, client, each)
    }
  }
}

async function takeTurn(deps: Deps, scope: Scope, batch: BatchRow, client: GithubClient, each: Work): Promise<void> {
  try {
    await takePage(deps, scope, batch, client, each)
  } catch (error) {
    // What is said to one is true for all: the limit is the account's, and so is a token that is no longer good.
    const isForAll = error instanceof GithubTrouble && (error.kind === 'limited' || error.status === 401)
    if (isForAll || error instanceof TurnLost) throw error
    if (!(error instanceof GithubTrouble)) deps.log.error({ batch: batch.id, err: error }, 'A page could not be kept')
    await noteFailure(deps, batch, each, error)
  }
}
