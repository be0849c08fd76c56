import { type Db, workflowSteps } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Deps } from './deps.ts'
import type { JobQueue } from './jobs.ts'
import { later } from './window.ts'
import {
  type Claim,
  claimWorkflow,
  holdWorkflow,
  leaseRenewal,
  readResults,
  settleWorkflow,
  WorkflowLost,
} from './workflow-lease.ts'
import type { WorkflowRequest } from './workflow-request.ts'

/** What a run does its steps with. Names are unique within a workflow; steps come in the order of the calls. */
export interface WorkflowRun {
  workflowId: string
  /** How often it was begun anew before. */
  retries: number
  /** Aborts when the workflow was cancelled or taken over. */
  signal: AbortSignal
  /** Does something, and keeps what came of it; once done, gives that again. Until then it may be done twice. */
  step: <Result>(name: string, shape: z.ZodType<Result>, run: () => Promise<Result>, input?: unknown) => Promise<Result>
  /** The same for what is done in the transaction that also keeps the result: exactly once. */
  commit: <Result>(
    name: string,
    shape: z.ZodType<Result>,
    run: (tx: Db) => Promise<Result>,
    input?: unknown,
  ) => Promise<Result>
}

/** `elsewhere`: done, cancelled, or in work in another process. */
export type WorkflowEnd = 'completed' | 'failed' | 'waiting' | 'elsewhere'

export interface WorkflowRules {
  /** How often it is begun anew after a failure or a crash. */
  retries: number
  /** The wait before that, in milliseconds; doubled each time. */
  delay: number
  /** What is done when there is no try left, in the transaction that says so. */
  giveUp?: (tx: Db, workflowId: string, error: string) => Promise<void>
}

/** In a line; what the database said comes before the statement that it said it about. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 1_000)
  const cause = error.cause instanceof Error ? `${error.cause.message}: ` : ''
  return `${cause}${error.message}`.slice(0, 1_000)
}

function createRun(deps: Deps, claim: Claim, done: ReadonlyMap<string, unknown>, signal: AbortSignal) {
  let position = 0
  const current = { step: null as string | null }
  const isStep = (name: string) => and(eq(workflowSteps.workflowId, claim.id), eq(workflowSteps.name, name))
  const say = (step: string, phase: 'begun' | 'ran' | 'kept') =>
    deps.log.debug({ workflow: claim.id, step, phase }, 'Workflow step')

  async function begin(name: string, input: unknown): Promise<void> {
    signal.throwIfAborted()
    const startedAt = deps.clock.now()
    const row = {
      status: 'running' as const,
      position,
      startedAt,
      input: input ?? null,
      error: null,
      completedAt: null,
    }
    await deps.db.transaction(async tx => {
      await holdWorkflow(tx, deps, claim)
      await tx
        .insert(workflowSteps)
        .values({ ...row, name, workflowId: claim.id, workspaceId: claim.workspaceId })
        .onConflictDoUpdate({
          target: [workflowSteps.workflowId, workflowSteps.name],
          set: { ...row, attempts: sql`${workflowSteps.attempts} + 1` },
        })
    })
    current.step = name
    say(name, 'begun')
  }

  async function keep(name: string, work: (tx: Db) => Promise<unknown>): Promise<void> {
    await deps.db.transaction(async tx => {
      await holdWorkflow(tx, deps, claim)
      const result = await work(tx)
      await tx
        .update(workflowSteps)
        .set({ status: 'completed', result: result ?? null, completedAt: deps.clock.now() })
        .where(isStep(name))
      say(name, 'ran')
    })
    say(name, 'kept')
  }

  const run: WorkflowRun = {
    workflowId: claim.id,
    retries: claim.retries,
    signal,
    async step(name, shape, work, input) {
      position++
      if (done.has(name)) return shape.parse(done.get(name))
      await begin(name, input)
      const result = await work()
      say(name, 'ran')
      await keep(name, async () => result)
      return result
    },
    async commit(name, shape, work, input) {
      position++
      if (done.has(name)) return shape.parse(done.get(name))
      await begin(name, input)
      let result: unknown
      await keep(name, async tx => {
        result = await work(tx)
        return result
      })
      return shape.parse(result)
    },
  }
  return { run, failedStep: () => current.step }
}

/** Gives a word now and then, so that nobody else takes the workflow; aborts when it is no longer ours. */
function keepAlive(deps: Deps, claim: Claim): { signal: AbortSignal; stop: () => void } {
  const lost = new AbortController()
  const timer = setInterval(() => {
    holdWorkflow(deps.db, deps, claim).catch(error => {
      if (error instanceof WorkflowLost) lost.abort(error)
      else deps.log.warn({ workflow: claim.id, err: error }, 'A workflow could not say that it is alive')
    })
  }, leaseRenewal)
  timer.unref()
  return { signal: lost.signal, stop: () => clearInterval(timer) }
}

/**
 * Runs a workflow from where it is: a step that is done is not done again. Only one process at a time runs it.
 * @returns where it is now.
 */
export async function runWorkflow<Input extends object>(
  deps: Deps,
  job: JobQueue<Input>,
  request: WorkflowRequest<Input>,
  rules: WorkflowRules,
  work: (run: WorkflowRun) => Promise<unknown>,
): Promise<WorkflowEnd> {
  const claim = await claimWorkflow(deps, job.name, request)
  if (!claim) return 'elsewhere'
  // A process that dies each time leaves no error: what counts is how often it was begun.
  if (claim.retries > rules.retries)
    return giveUp(deps, claim, rules, 'It was begun too often and never came to an end')
  const alive = keepAlive(deps, claim)
  const { run, failedStep } = createRun(deps, claim, await readResults(deps.db, claim.id), alive.signal)
  try {
    const output = await work(run)
    await settleWorkflow(deps.db, claim, {
      ...{ status: 'completed', output: output ?? null, error: null, completedAt: deps.clock.now() },
    })
    return 'completed'
  } catch (error) {
    if (error instanceof WorkflowLost || alive.signal.aborted) return 'elsewhere'
    deps.log.error({ workflow: claim.id, name: job.name, err: error }, 'A workflow failed')
    return await fail(deps, job, request.input, rules, claim, failedStep(), inWords(error))
  } finally {
    alive.stop()
  }
}

async function fail<Input extends object>(
  deps: Deps,
  job: JobQueue<Input>,
  input: Input,
  rules: WorkflowRules,
  claim: Claim,
  step: string | null,
  error: string,
): Promise<WorkflowEnd> {
  if (step) {
    await deps.db
      .update(workflowSteps)
      .set({ status: 'failed', error, completedAt: deps.clock.now() })
      .where(
        and(eq(workflowSteps.workflowId, claim.id), eq(workflowSteps.name, step), eq(workflowSteps.status, 'running')),
      )
  }
  if (claim.retries >= rules.retries) return giveUp(deps, claim, rules, error)
  const leaseUntil = later(deps.clock.now(), rules.delay * 2 ** claim.retries)
  return ifOurs(async () => {
    await deps.db.transaction(async tx => {
      await settleWorkflow(tx, claim, { status: 'pending', error, leaseUntil })
      await deps.jobs.enqueue(tx, job, input, { startAfter: leaseUntil })
    })
    return 'waiting'
  })
}

const giveUp = (deps: Deps, claim: Claim, rules: WorkflowRules, error: string) =>
  ifOurs(async () => {
    await deps.db.transaction(async tx => {
      await settleWorkflow(tx, claim, { status: 'failed', error, completedAt: deps.clock.now() })
      await rules.giveUp?.(tx, claim.id, error)
    })
    return 'failed'
  })

async function ifOurs(work: () => Promise<WorkflowEnd>): Promise<WorkflowEnd> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof WorkflowLost) return 'elsewhere'
    throw error
  }
}
