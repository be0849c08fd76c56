import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { type Deps, later, Trouble } from '../../kernel/index.ts'
import { lockIssue } from '../lock-issue.ts'

/**
 * Turns: at most one process at a time speaks to the outside about a link or a notice, and holds no transaction while it
 * does. A process that dies is followed by another once `claimed` has passed.
 */
export type TurnTable = 'issue_links' | 'issue_notices'

export interface Turn {
  table: TurnTable
  id: string
  issueId: string
  /** From 1. */
  tries: number
  asked: number
}

/** How a turn ended well. */
export interface Outcome {
  /** When to look again without being asked. */
  next: Date | null
  /** What is now true, written in the transaction that ends the turn. */
  write?: (tx: Db) => Promise<void>
}

/** In milliseconds; a turn is cut off before it. */
const claimed = 60_000
const turnLimit = 50_000
/** Half a minute, doubled each time up to an hour. The first is long enough for Jira's search to know a new ticket. */
const delay = (tries: number) => Math.min(30_000 * 2 ** (tries - 1), 3_600_000)
/** About half a day; then somebody has to ask again. */
const maxTries = 20

async function begin({ db, clock }: Deps, table: TurnTable, id: string): Promise<Turn | null> {
  const now = clock.now()
  const [row] = await rowsOf<{ issueId: string; tries: number; asked: number }>(
    db,
    sql`update ${sql.identifier(table)} set due_at = ${later(now, claimed).toISOString()}::timestamptz, tries = tries + 1
        where id = ${id} and due_at <= ${now.toISOString()}::timestamptz returning issue_id as "issueId", tries, asked`,
  )
  return row ? { table, id, ...row } : null
}

/** Ends a turn. @returns false when it was taken over meanwhile, and nothing was written. */
async function end(
  deps: Deps,
  turn: Turn,
  next: Date | null,
  set: { error: string | null; tries: number },
  write?: Outcome['write'],
) {
  const now = deps.clock.now().toISOString()
  const at = next?.toISOString() ?? null
  return deps.db.transaction(async tx => {
    await lockIssue(tx, turn.issueId)
    const rows = await rowsOf(
      tx,
      sql`update ${sql.identifier(turn.table)} set last_error = ${set.error}, tries = ${set.tries},
          due_at = case when ${set.tries} = 0 and asked > ${turn.asked} then ${now}::timestamptz else ${at}::timestamptz end,
          updated_at = ${now}::timestamptz
        where id = ${turn.id} and tries = ${turn.tries} returning id`,
    )
    if (rows.length === 0) return false
    await write?.(tx)
    return true
  })
}

/**
 * Takes a turn if it is due. Failures are kept with the row and tried again later; nothing is thrown for them.
 * @param giveUp what is true when no further try will be made.
 */
export async function takeTurn(
  deps: Deps,
  table: TurnTable,
  id: string,
  run: (turn: Turn, signal: AbortSignal) => Promise<Outcome>,
  giveUp?: (tx: Db) => Promise<void>,
): Promise<void> {
  const turn = await begin(deps, table, id)
  if (!turn) return
  try {
    const { next, write } = await run(turn, AbortSignal.timeout(turnLimit))
    await end(deps, turn, next, { error: null, tries: 0 }, write)
  } catch (error) {
    const trouble = error instanceof Trouble ? error : null
    const message = (error instanceof Error ? error.message : String(error)).slice(0, 1_000)
    deps.log.warn({ table, id, tries: turn.tries, err: error }, 'The outside could not be told')
    if (trouble?.isFinal || turn.tries >= maxTries) {
      await end(deps, turn, null, { error: message, tries: 0 }, giveUp)
      return
    }
    const wait = Math.max(delay(turn.tries), (trouble?.retryAfter ?? 0) * 1_000)
    await end(deps, turn, later(deps.clock.now(), wait), { error: message, tries: turn.tries })
  }
}
