import { type Database, type RefusalCode, type RefusedSample, refusedEvents } from '@quarterdeck/db'
import { lt } from 'drizzle-orm'
import { type Deps, days, earlier, type Scope } from '../kernel/index.ts'
import { readTime } from './clock-skew.ts'
import { isRecord } from './spellings.ts'

/** Samples kept of one key, code and hour. */
const maxSamples = 5
const maxMessage = 300
const maxFields = 20
const kept = days(30)

/** What programs call things: of anything else the name is not kept, because nobody could find it to erase it. */
const isName = (text: unknown): text is string =>
  typeof text === 'string' && /^[a-z$_][\w $:./-]{0,79}$/i.test(text) && !/\d{4}|\bqd_/.test(text)

/** One that was refused: `index` is its place in the batch, null where the request itself was. */
export interface Refused {
  index: number | null
  code: RefusalCode
  message: string
}

/**
 * What is kept of a refused event: where it was, what was wrong, and how it was made. No value of its fields but the name
 * of the event and its time: in an event that cannot be read nobody finds a person's data again (docs/DOMAINS.md).
 */
function sampleOf({ index, message }: Refused, event: unknown, at: string): RefusedSample {
  const fields = isRecord(event) ? event : {}
  const name = [fields.event, fields.event_type, fields.name, fields.type].find(each => isName(each))
  const claimedAt = readTime(fields.timestamp ?? fields.originalTimestamp)?.toISOString() ?? null
  const names = Object.keys(fields).filter(isName).slice(0, maxFields)
  return {
    at,
    index,
    message: message.slice(0, maxMessage),
    event: isName(name) ? name : null,
    claimedAt,
    fields: names,
  }
}

interface Counted {
  workspace_id: string
  key_id: string
  code: RefusalCode
  hour: string
  count: number
  last_at: string
  samples: RefusedSample[]
}

const upsert = `insert into refused_events (workspace_id, key_id, code, hour, count, last_at, samples)
  select workspace_id, key_id, code, hour, count, last_at, samples from json_to_recordset($1::json) as rows (
    workspace_id uuid, key_id uuid, code text, hour timestamptz, count bigint, last_at timestamptz, samples jsonb)
  on conflict (workspace_id, hour, key_id, code) do update set count = refused_events.count + excluded.count,
    last_at = greatest(refused_events.last_at, excluded.last_at),
    samples = jsonb_path_query_array(excluded.samples || refused_events.samples, '$[0 to ${maxSamples - 1}]')`

/** What waits to be counted in this process: one statement at a time, whatever is refused meanwhile goes with the next. */
interface Waiting {
  counted: Map<string, Counted>
  last: Promise<void>
  next: Promise<void> | null
}
const waitings = new WeakMap<Database, Waiting>()

function waitingFor(database: Database): Waiting {
  const known = waitings.get(database)
  if (known) return known
  const made: Waiting = { counted: new Map(), last: Promise.resolve(), next: null }
  waitings.set(database, made)
  return made
}

function add(waiting: Waiting, row: Counted): void {
  const key = [row.workspace_id, row.key_id, row.code, row.hour].join(' ')
  const known = waiting.counted.get(key)
  const samples = [...row.samples, ...(known?.samples ?? [])].slice(0, maxSamples)
  waiting.counted.set(key, { ...row, count: row.count + (known?.count ?? 0), samples })
}

async function store({ database, log }: Deps, waiting: Waiting): Promise<void> {
  waiting.next = null
  // In one order everywhere: two processes that count the same wait for each other instead of deadlocking.
  const rows = [...waiting.counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  waiting.counted.clear()
  try {
    await database.run(upsert, [JSON.stringify(rows)])
  } catch (error) {
    log.error({ err: error }, 'Refused events could not be counted; their senders know that they were refused')
  }
}

/** Counts what stands in `rows`, with whatever else is refused at the same time. */
async function count(deps: Deps, rows: readonly Counted[]): Promise<void> {
  const waiting = waitingFor(deps.database)
  for (const row of rows) add(waiting, row)
  waiting.next ??= waiting.last.then(() => store(deps, waiting))
  waiting.last = waiting.next
  await waiting.next
}

/**
 * Counts what was refused of a key's batch, after the rest is stored; of nobody else's, because whoever imports history by
 * hand has the answer before them. Never throws.
 */
export async function countRefused(deps: Deps, scope: Scope, refused: readonly Refused[], events: readonly unknown[]) {
  const { workspaceId, actor } = scope
  if (actor.kind !== 'key' || refused.length === 0) return
  const at = deps.clock.now().toISOString()
  const hour = `${at.slice(0, 13)}:00:00.000Z`
  const rows = [...Map.groupBy(refused, ({ code }) => code)].map(([code, list]) => ({
    ...{ workspace_id: workspaceId, key_id: actor.id, code, hour, count: list.length, last_at: at },
    samples: list
      .slice(-maxSamples)
      .reverse()
      .map(each => sampleOf(each, each.index === null ? null : events[each.index], at)),
  }))
  await count(deps, rows)
}

/** Counts a request of a key's in which no events were found. Never throws. */
export const countUnreadable = (deps: Deps, scope: Scope, message: string): Promise<void> =>
  countRefused(deps, scope, [{ index: null, code: 'unreadable', message }], [])

/** Forgets what was refused more than thirty days ago. */
export async function pruneRefused({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  await db.delete(refusedEvents).where(lt(refusedEvents.hour, earlier(clock.now(), kept)))
}
