import type { Database } from '@quarterdeck/db'
import { type Deps, type Log, unavailable } from '../kernel/index.ts'
import type { EventRow } from './event-row.ts'
import { identifiesSomeone, linkPeople } from './people-links.ts'

export type Outcome = 'accepted' | 'duplicate' | { refused: string }

export interface EventWriter {
  /**
   * Stores events and answers after the commit, one outcome a row. Requests that wait together are stored together.
   * @throws DomainError `unavailable` when the database cannot be reached or too much waits: nothing was stored.
   */
  write: (rows: EventRow[]) => Promise<Outcome[]>
}

/** Rows of one statement: beyond this a statement only grows, the rate stays (docs/adr/0003). */
const maxRows = 2_000
/** Rows that may wait: beyond this senders are told to come back, and keep their events. */
const maxWaiting = 50_000

const columns: Record<keyof EventRow, string> = {
  workspace_id: 'uuid',
  id: 'uuid',
  name: 'text',
  visit_id: 'text',
  anonymous_id: 'text',
  user_id: 'text',
  step: 'text',
  occurred_at: 'timestamptz',
  client_at: 'timestamptz',
  received_at: 'timestamptz',
  device: 'text',
  country: 'text',
  app_version: 'text',
  error_type: 'text',
  error_message: 'text',
  properties: 'jsonb',
  source: 'text',
}
const names = Object.keys(columns).join(', ')
const typed = Object.entries(columns)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')

/** One JSON parameter, whatever the number of rows: the statement is prepared once, and both engines take it alike. */
const insert = `insert into events (${names}) select ${names} from json_to_recordset($1::json) as rows(${typed})
  on conflict do nothing returning workspace_id || id::text as key`

const keyOf = (row: EventRow) => row.workspace_id + row.id

interface Waiting {
  rows: EventRow[]
  resolve: (outcomes: Outcome[]) => void
  reject: (error: unknown) => void
}

/** Drizzle wraps what the driver threw. */
function sqlState(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return String(Reflect.get(error, 'code') ?? '') || sqlState(error.cause)
}
/** Class 22 (data), 23 (constraints), 54 (limits): the row's fault, not the database's. */
const isRowsFault = (error: unknown) => /^(22|23|54)/.test(sqlState(error))
const isRetryable = (error: unknown) => ['40P01', '40001'].includes(sqlState(error))

/** Inserts rows and gives the keys of those that were new. */
async function insertRows(database: Database, rows: EventRow[]): Promise<Set<string>> {
  const parameters = [JSON.stringify(rows)]
  const known = await database.run<{ key: string }>(insert, parameters)
  return new Set(known.map(({ key }) => key))
}

/** Stores rows; when some cannot be, halves them until those stand alone, so that none harms another. */
async function store(database: Database, rows: EventRow[], tries = 3): Promise<Map<string, Outcome>> {
  try {
    const inserted = await insertRows(database, rows)
    return new Map(rows.map(row => [keyOf(row), inserted.has(keyOf(row)) ? 'accepted' : 'duplicate']))
  } catch (error) {
    if (isRetryable(error) && tries > 1) return store(database, rows, tries - 1)
    if (!isRowsFault(error)) throw error
    const [first] = rows
    if (rows.length === 1 && first) return new Map([[keyOf(first), { refused: 'The database cannot hold this event' }]])
    const middle = rows.length >> 1
    const halves = [await store(database, rows.slice(0, middle)), await store(database, rows.slice(middle))]
    return new Map(halves.flatMap(half => [...half]))
  }
}

/** Links those who identified themselves, also of events that were known: the first try may have ended in between. */
async function link(database: Database, log: Log, rows: EventRow[], tries = 3): Promise<void> {
  try {
    await database.db.transaction(tx => linkPeople(tx, rows))
  } catch (error) {
    if (isRetryable(error) && tries > 1) return link(database, log, rows, tries - 1)
    if (!isRowsFault(error)) throw error
    log.error({ err: error }, 'People could not be linked; their events are stored')
  }
}

/**
 * Groups the rows of requests that wait at the same time into one statement (group commit): under load a commit
 * serves many requests, and a lone request waits for nothing.
 */
export function createEventWriter(database: Database, log: Log): EventWriter {
  // One connection stays free for everything else.
  const lanes = Math.max(1, Math.min(3, database.connections - 1))
  const waiting: Waiting[] = []
  let waitingRows = 0
  let busy = 0

  function takeGroup(): Waiting[] {
    const group: Waiting[] = []
    let rows = 0
    for (let next = waiting[0]; next && (rows === 0 || rows + next.rows.length <= maxRows); next = waiting[0]) {
      waiting.shift()
      group.push(next)
      rows += next.rows.length
    }
    waitingRows -= rows
    return group
  }

  async function storeGroup(group: Waiting[]): Promise<void> {
    const unique = new Map<string, EventRow>()
    for (const { rows } of group) for (const row of rows) if (!unique.has(keyOf(row))) unique.set(keyOf(row), row)
    // In one order everywhere: two statements with the same events wait for each other instead of deadlocking.
    const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    const outcomes = await store(database, sorted)
    const identifying = sorted.filter(row => identifiesSomeone(row) && typeof outcomes.get(keyOf(row)) === 'string')
    if (identifying.length > 0) await link(database, log, identifying)
    for (const { rows, resolve } of group) {
      resolve(
        rows.map(row => {
          const outcome = outcomes.get(keyOf(row)) ?? 'duplicate'
          // Who came first has it; the same id again in this group is a duplicate.
          if (outcome === 'accepted') outcomes.set(keyOf(row), 'duplicate')
          return outcome
        }),
      )
    }
  }

  async function drain(): Promise<void> {
    busy++
    for (let group = takeGroup(); group.length > 0; group = takeGroup()) {
      try {
        await storeGroup(group)
      } catch (error) {
        log.error({ err: error }, 'Events could not be stored; their senders were told to retry')
        const failure = unavailable('The database cannot be reached: send these events again', 5, error)
        for (const { reject } of group) reject(failure)
      }
    }
    busy--
  }

  return {
    write: rows =>
      new Promise((resolve, reject) => {
        if (rows.length === 0) return resolve([])
        if (waitingRows + rows.length > maxWaiting) return reject(unavailable('Too many events wait to be stored', 2))
        waiting.push({ rows, resolve, reject })
        waitingRows += rows.length
        if (busy < lanes) void drain()
      }),
  }
}

const writers = new WeakMap<Database, EventWriter>()

/** The process's writer for a database: grouping works only if all requests share it. */
export function eventWriter({ database, log }: Deps): EventWriter {
  const known = writers.get(database)
  if (known) return known
  const made = createEventWriter(database, log)
  writers.set(database, made)
  return made
}
