import { Worker } from 'node:worker_threads'
import type { Request, Response, StatementError, StatementOptions, WorkerSettings } from './protocol.ts'

type Unsent<Kind> = Kind extends Request ? Omit<Kind, 'id'> : never

/** An error that Postgres reported, with its SQLSTATE, as postgres.js would give it. */
export class EmbeddedStatementError extends Error {
  readonly code: string | undefined
  readonly detail: string | undefined
  readonly constraint_name: string | undefined
  constructor(error: StatementError) {
    super(error.message)
    this.code = error.code
    this.detail = error.detail
    this.constraint_name = error.constraint
  }
}

/** The embedded database as its callers see it; the same calls as PGlite's own, answered by another thread. */
export interface EmbeddedClient {
  query(text: string, params?: readonly unknown[], options?: StatementOptions): Promise<{ rows: unknown[] }>
  exec(text: string): Promise<{ rows: unknown[] }[]>
  /** Plans a text once and keeps the plan. */
  queryPlanned(text: string, params: readonly string[]): Promise<unknown[]>
  transaction<T>(run: (tx: EmbeddedTransaction) => Promise<T>): Promise<T>
  listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>
  dump(): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
}

export type EmbeddedTransaction = Pick<EmbeddedClient, 'query' | 'exec'>

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** Carries requests to the worker and its answers back. */
function connect(worker: Worker) {
  const waiting = new Map<number, Waiting>()
  const channels = new Map<string, Set<(payload: string) => void>>()
  let lastId = 0
  let stopped: Error | null = null
  const ready = Promise.withResolvers<void>()
  let isServing = false

  const stop = (error: Error) => {
    // A process whose database is gone can only answer errors: it ends, and whoever keeps it starts it again.
    if (isServing) {
      setImmediate(() => {
        throw new Error('The embedded database ended unexpectedly', { cause: error })
      })
    }
    isServing = false
    stopped ??= error
    ready.reject(stopped)
    for (const { reject } of waiting.values()) reject(stopped)
    waiting.clear()
  }
  worker.on('error', stop)
  worker.on('exit', () => stop(new Error('The embedded database is closed')))
  worker.on('message', (message: Response) => {
    if (message.id === null) {
      if (message.kind === 'ready') {
        isServing = true
        ready.resolve()
      } else if (message.kind === 'failed') stop(new EmbeddedStatementError(message.error))
      else for (const deliver of channels.get(message.channel) ?? []) deliver(message.payload)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) call?.resolve(message.value)
    else call?.reject(new EmbeddedStatementError(message.error))
  })

  function call(request: Unsent<Request>): Promise<unknown> & { id: number } {
    const id = ++lastId
    const answer = new Promise((resolve, reject) => {
      if (stopped) return reject(stopped)
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...request, id })
    })
    return Object.assign(answer, { id })
  }
  const release = () => {
    isServing = false
  }
  return { call, channels, release, ready: ready.promise }
}

/** The worker answers `query` with rows and `exec` with a list of rows: its half of `protocol.ts`. */
function statements(call: ReturnType<typeof connect>['call'], tx?: number): EmbeddedTransaction {
  const inside = tx === undefined ? {} : { tx }
  return {
    async query(text, params = [], options = {}) {
      return { rows: (await call({ kind: 'query', text, params, options, ...inside })) as unknown[] }
    },
    async exec(text) {
      const results = (await call({ kind: 'exec', text, ...inside })) as unknown[][]
      return results.map(rows => ({ rows }))
    },
  }
}

/**
 * Starts the embedded database on a thread of its own. Rejects when its data directory cannot be opened, with what
 * Postgres said.
 */
export async function startEmbedded(settings: WorkerSettings): Promise<EmbeddedClient> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings })
  const { call, channels, release, ready } = connect(worker)
  await ready

  return {
    ...statements(call),
    async transaction(run) {
      const begun = call({ kind: 'begin' })
      await begun
      try {
        const result = await run(statements(call, begun.id))
        await call({ kind: 'end', tx: begun.id, commit: true })
        return result
      } catch (error) {
        // The first error is the one that explains; a failing rollback adds nothing.
        await call({ kind: 'end', tx: begun.id, commit: false }).catch(() => {})
        throw error
      }
    },
    async queryPlanned(text, params) {
      // The worker answers with rows.
      return (await call({ kind: 'planned', text, params })) as unknown[]
    },
    async listen(channel, onPayload) {
      const listeners = channels.get(channel) ?? new Set()
      channels.set(channel, listeners.add(onPayload))
      await call({ kind: 'listen', channel })
      return async () => {
        listeners.delete(onPayload)
        if (listeners.size === 0) await call({ kind: 'unlisten', channel })
      }
    },
    async dump() {
      return (await call({ kind: 'dump' })) as Uint8Array<ArrayBuffer>
    },
    async close() {
      release()
      await call({ kind: 'close' })
      await worker.terminate()
    },
  }
}
