import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type QueryOptions, type Transaction, types } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { vector } from '@electric-sql/pglite-pgvector'
import type { Request, Response, StatementError, StatementOptions, WorkerSettings } from './protocol.ts'

// WASM Postgres runs on the thread that calls it. It has one of its own here, so that a long query does not hold up
// the server's event loop (docs/adr/0002).

const port = parentPort
if (!port) throw new Error('The embedded database runs in a worker thread only')
const settings: WorkerSettings = workerData

const asText = (value: string) => value
// Dates, times, intervals and arrays of them (1115, 1182, 1185, 1187: their array types; 1231: numeric[]).
const rawTimeParsers = Object.fromEntries(
  [types.TIMESTAMP, types.TIMESTAMPTZ, types.INTERVAL, types.DATE, 1115, 1182, 1185, 1187, 1231].map(oid => [
    oid,
    asText,
  ]),
)

function send(message: Response): void {
  port?.postMessage(message)
}

function describe(error: unknown): StatementError {
  if (!(error instanceof Error)) return { message: String(error) }
  const found: StatementError = { message: error.message }
  for (const key of ['code', 'detail', 'constraint'] as const) {
    const value = Reflect.get(error, key)
    if (typeof value === 'string') found[key] = value
  }
  return found
}

const queryOptions = ({ rowMode, rawTimes }: StatementOptions): QueryOptions => ({
  ...(rowMode && { rowMode }),
  ...(rawTimes && { parsers: rawTimeParsers }),
})

interface OpenTransaction {
  tx: Transaction
  end: (commit: boolean) => Promise<void>
}

const transactions = new Map<number, OpenTransaction>()
const listening = new Map<string, () => Promise<void>>()

/** Opens a transaction whose statements come in as messages, and keeps it open until one says how it ends. */
function begin(pg: PGlite, id: number): Promise<void> {
  return new Promise((opened, failed) => {
    let finish: (commit: boolean) => void = () => {}
    const ended = new Promise<boolean>(resolve => {
      finish = resolve
    })
    const done = pg.transaction(async tx => {
      transactions.set(id, {
        tx,
        end: async commit => {
          finish(commit)
          await done
        },
      })
      opened()
      if (!(await ended)) await tx.rollback()
    })
    done.catch(failed)
  })
}

function transaction(id: number): OpenTransaction {
  const open = transactions.get(id)
  if (!open) throw new Error('This transaction has ended')
  return open
}

async function listen(pg: PGlite, channel: string): Promise<void> {
  if (listening.has(channel)) return
  listening.set(
    channel,
    await pg.listen(channel, payload => send({ id: null, kind: 'notification', channel, payload })),
  )
}

/** Names of prepared statements by their text, as promises, so that two at once prepare one. */
const plans = new Map<string, Promise<string>>()
let lastPlan = 0

async function prepare(pg: PGlite, text: string): Promise<string> {
  const name = `planned_${++lastPlan}`
  await pg.exec(`prepare ${name} as ${text}`)
  return name
}

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`

/** EXECUTE takes no parameters of its own, so they stand in its text; Postgres reads them as the types it inferred. */
async function runPlanned(pg: PGlite, text: string, params: readonly string[]): Promise<unknown[]> {
  const plan = plans.get(text) ?? prepare(pg, text)
  plans.set(text, plan)
  const name = await plan.catch(error => {
    plans.delete(text)
    throw error
  })
  const [result] = await pg.exec(`execute ${name}(${params.map(quote).join()})`, queryOptions({ rawTimes: true }))
  return result?.rows ?? []
}

async function answer(pg: PGlite, request: Request): Promise<unknown> {
  switch (request.kind) {
    case 'query': {
      const target = request.tx === undefined ? pg : transaction(request.tx).tx
      return (await target.query(request.text, [...request.params], queryOptions(request.options))).rows
    }
    case 'planned':
      return runPlanned(pg, request.text, request.params)
    case 'exec': {
      const target = request.tx === undefined ? pg : transaction(request.tx).tx
      return (await target.exec(request.text)).map(result => result.rows)
    }
    case 'begin':
      return begin(pg, request.id)
    case 'end': {
      const open = transaction(request.tx)
      transactions.delete(request.tx)
      return open.end(request.commit)
    }
    case 'listen':
      return listen(pg, request.channel)
    case 'unlisten': {
      const stop = listening.get(request.channel)
      listening.delete(request.channel)
      return stop?.()
    }
    case 'dump':
      return new Uint8Array(await (await pg.dumpDataDir('none')).arrayBuffer())
    case 'close':
      return pg.close()
  }
}

try {
  const pg = await PGlite.create({
    ...(settings.dataDir && { dataDir: settings.dataDir }),
    ...(settings.snapshot && { loadDataDir: new Blob([settings.snapshot]) }),
    extensions: { vector, pg_trgm },
  })
  port.on('message', (request: Request) => {
    answer(pg, request).then(
      value => send({ id: request.id, ok: true, value: value === undefined ? null : value }),
      error => send({ id: request.id, ok: false, error: describe(error) }),
    )
  })
  send({ id: null, kind: 'ready' })
} catch (error) {
  send({ id: null, kind: 'failed', error: describe(error) })
}
