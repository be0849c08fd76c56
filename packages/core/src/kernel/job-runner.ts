import { isDeepStrictEqual } from 'node:util'
import { type Database, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { NIL } from 'uuid'
import type { z } from 'zod'
import type { Deps } from './deps.ts'
import type { JobQueue, Jobs } from './jobs.ts'
import type { Log } from './log.ts'

/** What a job does, in a module of its own that is loaded when it first runs. It may run twice: write it so. */
export interface JobModule<Input> {
  run: (deps: Deps, input: Input) => Promise<void>
}

export interface Job<Input = unknown> extends JobQueue<Input> {
  /** How often to try again after a failure, and how long to wait at first and at most, in seconds. */
  retry: { limit: number; delay: number; maxDelay: number }
  /** How long one run may take, in seconds. */
  timeLimit: number
  /** Of its jobs with the same key (`once`), at most one waits. Fixed when the queue is made. */
  oneWaits?: boolean
  /** When it runs by itself, with `{}` as input: a cron expression in UTC. */
  cron?: string
  /** Also runs, with `{}` as input, whenever a process begins to work. */
  atStart?: boolean
  load: () => Promise<JobModule<Input>>
}

/** Fixes a job's types. */
export const defineJob = <Input>(job: Job<Input>): Job<Input> => job

/** A job whose input type only its own module knows. */
export type AnyJob = Omit<Job, 'load' | 'input'> & { input: z.ZodType; load: () => Promise<JobModule<never>> }

/** The queues as the process holds them that opened them. */
export interface JobRunner extends Jobs {
  /** Begins to run jobs in this process. */
  work: (deps: Deps) => Promise<void>
  /** Lets running jobs end, for at most ten seconds. */
  stop: () => Promise<void>
}

/** Minutes in which no queue has work cost one small query per queue and half minute; NOTIFY wakes a worker at once. */
const polling = { pollingIntervalSeconds: 5, notifyPollingIntervalSeconds: 30 }

function createBoss(database: Database, log: Log, worker: boolean): PgBoss {
  const shared = {
    schema: 'pgboss',
    useListenNotify: worker,
    supervise: worker,
    schedule: worker,
    // Of small use on an embedded database, and it reads statistics views that are costly there.
    monitorVacuum: database.engine === 'postgres',
    reindex: database.engine === 'postgres',
  }
  const boss = database.url
    ? new PgBoss({ ...shared, connectionString: database.url, max: worker ? 4 : 2 })
    : new PgBoss({ ...shared, backend: 'pglite', db: embeddedAdapter(database) })
  boss.on('error', error => log.error({ err: error }, 'The job runner reported an error'))
  boss.on('warning', warning => log.warn({ warning }, 'The job runner reported a warning'))
  return boss
}

/** pg-boss sends several statements at once only without parameters. */
function embeddedAdapter(database: Database) {
  return {
    executeSql: async (text: string, values?: unknown[]) => ({
      rows: values?.length ? await database.run(text, values) : await database.script(text),
    }),
    listen: async (channel: string, onPayload: (payload: string) => void, onReady: () => void) => {
      const close = await database.listen(channel, { onPayload, onReady })
      return { close }
    },
  }
}

/**
 * Makes the queues that are not there, and brings those up to date whose job has changed. pg-boss looks a queue up when it
 * is first used, unless it knew it at its start; `enqueue` runs inside transactions, and one that holds the embedded
 * database's only connection would wait for that look-up for ever: so each new or changed queue is used once here.
 */
async function makeQueues(boss: PgBoss, jobs: readonly AnyJob[]): Promise<void> {
  const known = new Map((await boss.getQueues()).map(queue => [queue.name, queue]))
  for (const { name, retry, timeLimit, oneWaits } of jobs) {
    const options = {
      retryLimit: retry.limit,
      retryDelay: retry.delay,
      retryBackoff: true,
      retryDelayMax: retry.maxDelay,
      expireInSeconds: timeLimit,
      notify: true,
    }
    const queue = known.get(name)
    if (queue && isDeepStrictEqual(options, pick(queue, Object.keys(options)))) continue
    if (queue) await boss.updateQueue(name, options)
    else await boss.createQueue(name, { ...options, ...(oneWaits && { policy: 'short' as const }) })
    await boss.findJobs(name, { id: NIL })
  }
}

const pick = (from: object, keys: readonly string[]) =>
  Object.fromEntries(keys.map(key => [key, Reflect.get(from, key)]))

/**
 * Opens the job queues; every process can enqueue, and those that call `work` run them.
 * @param worker whether this process will also run jobs and keep the schedules.
 */
export async function openJobs(
  database: Database,
  jobs: readonly AnyJob[],
  log: Log,
  worker: boolean,
): Promise<JobRunner> {
  const boss = createBoss(database, log, worker)
  await boss.start()
  await makeQueues(boss, jobs)
  let running = false

  return {
    // `sql` makes the queries that `execute` is given.
    async enqueue(tx, job, input, { startAfter, once } = {}) {
      const id = await boss.send(job.name, input, {
        db: fromDrizzle({ execute: query => rowsOf(tx, query as SQL) }, sql),
        ...(startAfter && { startAfter }),
        ...(once && { singletonKey: once }),
      })
      if (!id && !once) throw new Error(`Job ${job.name} was not accepted by its queue`)
    },
    async work(deps) {
      for (const job of jobs) {
        let worker: string | undefined
        worker = await boss.work(job.name, polling, async batch => {
          try {
            for (const { id, data } of batch) await runJob(deps, job, id, data)
          } finally {
            // Notices that came meanwhile are one, however many jobs they stood for: look again until nothing waits.
            if (worker) boss.notifyWorker(worker)
          }
        })
        if (job.cron) await boss.schedule(job.name, job.cron, {})
        if (job.atStart) await boss.send(job.name, {})
      }
      running = true
    },
    isRunning: () => running,
    stop: async () => {
      running = false
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}

async function runJob(deps: Deps, job: AnyJob, id: string, data: unknown): Promise<void> {
  const started = performance.now()
  try {
    const module = await job.load()
    // The queue carries what `enqueue` was typed to take, and `input` has just checked it again.
    await module.run(deps, job.input.parse(data ?? {}) as never)
    deps.log.debug({ job: job.name, id, ms: Math.round(performance.now() - started) }, 'Job done')
  } catch (error) {
    deps.log.error({ job: job.name, id, err: error }, 'Job failed; its queue decides on another try')
    throw error
  }
}
