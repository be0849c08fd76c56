import { sql } from 'drizzle-orm'
import type { Db } from './database.ts'
import { UnfitDatabase } from './migrate.ts'
import { rowsOf } from './rows.ts'

export interface CopiedTable {
  name: string
  rows: number
}

interface Column {
  name: string
  type: string
}

interface Table {
  name: string
  columns: Column[]
}

/** Made from texts by the jobs of search, and of no use without the vectors that they belong to. */
const vectorTables = ['activity_codes', 'activity_embeddings', 'chunk_codes', 'embeddings']

/** How many bytes of rows, as they are stored, are on their way at once; written out they are a few times that. */
const batchBytes = 2_000_000
const batchRows = 2_000

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

/** All tables that are ours, with the columns that can be written, in an order that both databases share. */
async function readTables(db: Db): Promise<Table[]> {
  return rowsOf<Table>(
    db,
    sql`select c.relname as name, json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attname) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      group by c.relname order by c.relname`,
  )
}

/** Tables of the one as the other has them too: both were migrated by this program, so that anything else is a mistake. */
async function tablesOfBoth(from: Db, to: Db, vectors: boolean): Promise<Table[]> {
  const there = new Map((await readTables(to)).map(table => [table.name, JSON.stringify(table.columns)]))
  const tables = (await readTables(from)).filter(({ name }) => vectors || !vectorTables.includes(name))
  for (const { name, columns } of tables) {
    if (there.get(name) !== JSON.stringify(columns)) {
      throw new UnfitDatabase(`Table ${name} of the target has other columns: move into a new, empty database`)
    }
  }
  return tables
}

async function countRows(db: Db, name: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(db, sql`select count(*)::int as n from ${sql.identifier(name)}`)
  return row?.n ?? 0
}

/** How many rows may be on their way at once: those of a table with files in it are large. */
async function batchOf(from: Db, { name, columns }: Table): Promise<number> {
  const width = columns.map(column => `coalesce(pg_column_size(${quote(column.name)}), 0)`).join(' + ')
  const [row] = await rowsOf<{ widest: number | null }>(
    from,
    sql.raw(`select max(${width})::int as widest from ${quote(name)}`),
  )
  return Math.max(1, Math.min(batchRows, Math.floor(batchBytes / (row?.widest || 1))))
}

/** Every value goes as the text that Postgres itself writes and reads: none is changed on its way. */
async function copyRows(from: Db, to: Db, table: Table): Promise<void> {
  const name = quote(table.name)
  const columns = table.columns.map(column => ({ ...column, name: quote(column.name) }))
  const list = (of: (column: Column) => string) => columns.map(of).join(', ')
  const texts = list(column => `${column.name}::text as ${column.name}`)
  await from.execute(
    sql.raw(
      `declare moved no scroll cursor for select row_to_json(r)::text as line from (select ${texts} from ${name}) r`,
    ),
  )
  const insert = sql.raw(`insert into ${name} (${list(column => column.name)}) overriding system value
    select ${list(column => `${column.name}::${column.type}`)} from json_to_recordset(`)
  const shape = sql.raw(`::text::json) as r(${list(column => `${column.name} text`)})`)
  const next = sql.raw(`fetch ${await batchOf(from, table)} from moved`)
  for (;;) {
    const rows = await rowsOf<{ line: string }>(from, next)
    if (rows.length === 0) break
    await to.execute(sql`${insert}${`[${rows.map(({ line }) => line).join()}]`}${shape}`)
  }
  await from.execute(sql.raw('close moved'))
}

/**
 * Does without triggers and foreign keys what is in between, and has the keys checked when they are put back. An owner of
 * the tables may do that; `session_replication_role` takes a superuser on most servers.
 */
async function withoutTriggers(to: Db, tables: readonly Table[], work: () => Promise<void>): Promise<void> {
  const keys = await rowsOf<{ owner: string; name: string; rule: string }>(
    to,
    sql`select conrelid::regclass::text as owner, conname as name, pg_get_constraintdef(oid) as rule
      from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`,
  )
  const alter = async (table: string, how: string) => void (await to.execute(sql.raw(`alter table ${table} ${how}`)))
  for (const { owner, name } of keys) await alter(owner, `drop constraint ${quote(name)}`)
  for (const { name } of tables) await alter(quote(name), 'disable trigger user')
  await work()
  for (const { name } of tables) await alter(quote(name), 'enable trigger user')
  for (const { owner, name, rule } of keys) await alter(owner, `add constraint ${quote(name)} ${rule}`)
}

/** Sequences go on behind the last number that was given out. */
async function copySequences(from: Db, to: Db): Promise<void> {
  const sequences = await rowsOf<{ name: string; last: string }>(
    from,
    sql`select sequencename as name, last_value::text as last from pg_sequences
      where schemaname = 'public' and last_value is not null`,
  )
  for (const { name, last } of sequences)
    await to.execute(sql`select setval(${quote(name)}::regclass, ${last}::bigint)`)
}

/** @throws UnfitDatabase when somebody works in it already: nothing is ever mixed or written over. */
export async function refuseInhabited(db: Db): Promise<void> {
  const [made] = await rowsOf<{ there: boolean }>(db, sql`select to_regclass('public.workspaces') is not null as there`)
  if (!made?.there || (await countRows(db, 'workspaces')) === 0) return
  throw new UnfitDatabase(
    'The target holds a workspace already, and nothing is written over: make a new, empty database and move into that',
  )
}

/**
 * Copies all rows of all tables from one database into another that has none. Both are transactions: `to` is whole or as it
 * was, and `from` does not change meanwhile. Both have to be migrated.
 * @param vectors whether `to` has pgvector; what needs it is left out otherwise, and made anew once it is there.
 * @returns the tables with their rows, counted on both sides.
 * @throws UnfitDatabase when `to` is not empty.
 */
export async function copyDatabase(from: Db, to: Db, { vectors }: { vectors: boolean }): Promise<CopiedTable[]> {
  for (const setting of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
    await to.execute(sql.raw(`set local ${setting} = 0`))
  }
  // Servers that start on it meanwhile wait for the end, and find the workspace.
  await to.execute(sql`lock table workspaces in access exclusive mode`)
  await refuseInhabited(to)
  const tables = await tablesOfBoth(from, to, vectors)
  const copied: CopiedTable[] = []
  await withoutTriggers(to, tables, async () => {
    for (const table of tables) {
      const { name } = table
      if ((await countRows(to, name)) > 0) {
        throw new UnfitDatabase(`Table ${name} of the target has rows already: move into a new, empty database`)
      }
      await copyRows(from, to, table)
      const [rows, arrived] = [await countRows(from, name), await countRows(to, name)]
      if (rows !== arrived) throw new Error(`${arrived} of ${rows} rows of ${name} arrived; nothing was kept`)
      copied.push({ name, rows })
    }
  })
  await copySequences(from, to)
  return copied
}
