import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, Scope } from '../../kernel/index.ts'

/** Of one answer, at most. */
export const limits = { rows: 10_000, bytes: 1_000_000, milliseconds: 2_000 }

/**
 * What the planner may think that a statement costs where nothing can stop it: the embedded database has no clock to
 * interrupt itself by. An estimate: to count a million rows is priced at about 20,000.
 */
const dearest = 50_000

type Value = string | number | boolean | null

export interface Rows {
  columns: string[]
  rows: Value[][]
  /** There was more than the limits allow. */
  cut: boolean
}

/** The database did not do it; the message is for who asked. */
export class SqlRefused extends Error {}

/** Carries rows out of a transaction that leaves nothing behind. */
class Done extends Error {
  readonly lines: (string | null)[]
  constructor(lines: (string | null)[]) {
    super('done')
    this.lines = lines
  }
}

const line = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.unknown().transform(value => JSON.stringify(value))]),
)
const plan = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.object({ 'Total Cost': z.number() }) })) }))

async function checkCost(tx: Db, query: string): Promise<void> {
  const [found] = plan.parse(await rowsOf(tx, sql`explain (format json) ${sql.raw(query)}`))
  const cost = found?.['QUERY PLAN'][0]?.Plan['Total Cost'] ?? Number.POSITIVE_INFINITY
  if (cost > dearest)
    throw new SqlRefused(
      `it would take too long here (the planner says ${Math.round(cost)}, and ${dearest} is the most): narrow it`,
    )
}

/**
 * Runs a statement for somebody. Whatever it says: it runs in a transaction that cannot write, as a role that can read
 * only the views of this workspace, which hold its id as a constant; it cannot change the role, is one statement, and
 * is stopped after two seconds (where the engine has a clock), 10,000 rows or 1 MB. docs/adr/0015 says what holds where.
 * @throws SqlRefused saying what the database said.
 */
export async function readSql(
  { database, db }: Pick<Deps, 'database' | 'db'>,
  scope: Scope,
  query: string,
): Promise<Rows> {
  try {
    await db.transaction(async tx => {
      const [reader] = await rowsOf<{ there: boolean }>(tx, sql.raw(isReader))
      if (!reader?.there) throw new SqlRefused(missing)
      await tx.execute(sql`select companion_open(${scope.workspaceId}::uuid)`)
      await tx.execute(sql.raw(`set local statement_timeout = ${limits.milliseconds}`))
      await tx.execute(sql`set transaction read only`)
      if (database.engine === 'pglite') await checkCost(tx, query)
      const lines = await rowsOf<{ line: string | null }>(
        tx,
        sql`select line from companion_read(${query}, ${limits.rows}, ${limits.bytes}) as line`,
      )
      throw new Done(lines.map(({ line }) => line))
    })
  } catch (error) {
    if (error instanceof Done) return toRows(error.lines)
    throw asRefusal(error)
  }
  throw new Error('The statement gave no end')
}

function toRows(lines: readonly (string | null)[]): Rows {
  const found = lines.filter(each => each !== null).map(each => line.parse(JSON.parse(each)))
  const columns = Object.keys(found[0] ?? {})
  return { columns, rows: found.map(row => columns.map(name => row[name] ?? null)), cut: lines.includes(null) }
}

/** SQLSTATEs that are the statement's own fault, or the limits'. */
const own = /^(0A|21|22|25|34|42|53|54|P0001)/

function asRefusal(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof SqlRefused || !(cause instanceof Error)) return cause
  const code = String(Reflect.get(cause, 'code') ?? '')
  if (code === '57014') return new SqlRefused(`it took longer than ${limits.milliseconds / 1_000} s and was stopped`)
  return own.test(code) ? new SqlRefused(`the database said: ${cause.message}`) : error
}

export const missing =
  'SQL is off: the database user could not make the role that reads for the companion (docs/OPERATIONS.md says how)'

/** Nobody else's: a dump that was restored without owners leaves it to whoever restored it, with all their rights. */
const isReader = `select coalesce((select pg_get_userbyid(proowner) = 'quarterdeck_companion' from pg_proc
  where oid = to_regprocedure('companion_read(text, integer, integer)')), false) as there`

/** Why SQL cannot be asked at all; null when it can. */
export async function whyNoSql({ database }: Pick<Deps, 'database'>): Promise<string | null> {
  const [row] = await database.run<{ there: boolean }>(isReader)
  return row?.there ? null : missing
}
