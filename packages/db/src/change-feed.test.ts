import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './testing/index.ts'
import { listenToTopics, type Topics } from './testing/topics.ts'

let database: TestDatabase
let topics: Topics
const workspace = randomUUID()
const other = randomUUID()

interface Watched {
  table: string
  /** Of the trigger: the workspace's column, and the one that narrows the topic, if any. */
  args: string[]
  events: number
}

interface Column {
  name: string
  type: string
}

beforeAll(async () => {
  database = await createTestDatabase()
  // Rows are made up below from their columns' types alone; whom they refer to does not matter here.
  const links = await database.run<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  for (const { drop } of links) await database.run(drop)
  topics = await listenToTopics(database)
})
afterAll(async () => {
  await topics.stop()
  await database.close()
})
beforeEach(async () => {
  await topics.take()
})

const watchedTables = () =>
  database.run<Watched>(
    `select tgrelid::regclass::text as table, count(*)::int as events,
      array_remove(string_to_array((array_agg(encode(tgargs, 'escape')))[1], '\\000'), '') as args
     from pg_trigger where tgfoid = 'announce_change'::regproc group by 1 order by 1`,
  )

const values: Record<string, () => string> = {
  uuid: () => `'${randomUUID()}'`,
  text: () => `'text ${randomUUID()}'`,
  jsonb: () => "'{}'",
  bytea: () => "'text'",
  ARRAY: () => "'{}'",
  boolean: () => 'false',
  'timestamp with time zone': () => 'now()',
  date: () => 'current_date',
  integer: () => '1',
  bigint: () => '1',
  numeric: () => '1',
  'double precision': () => '1',
  tsvector: () => "'word:1'",
  bit: () => "repeat('0', 1536)::bit(1536)",
}

/** A row of which only what must be there is there. */
async function insertInto(table: string, fixed: Record<string, string>): Promise<void> {
  const columns = await database.run<Column>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'
       and (is_nullable = 'NO' and column_default is null and is_identity = 'NO' or column_name = any($2))`,
    [table, Object.keys(fixed)],
  )
  const row = columns.map(({ name, type }) => {
    const value = fixed[name] ? `'${fixed[name]}'` : values[type]?.()
    if (!value) throw new Error(`${table}.${name} is of type ${type}: say in this test what a value of it looks like`)
    return value
  })
  await database.run(`insert into ${table} (${columns.map(({ name }) => `"${name}"`).join()}) values (${row.join()})`)
}

/** Its rows change no more, so that there is nothing to tell but new ones. */
const appendOnly = 'audit_log'

/** Tables that a trigger of the first writes with it. */
const alsoWritten: Record<string, readonly string[]> = { essay_items: ['essay_versions'] }

test('every watched table tells of each insert, update and delete, and only its own workspace', async () => {
  const watched = await watchedTables()
  expect(watched.map(({ table }) => table)).toEqual(expect.arrayContaining(['events', 'funnels', 'issues', 'members']))
  for (const { table, args, events } of watched) {
    const [column = '', scopeColumn] = args
    const scope = randomUUID()
    const also = alsoWritten[table] ?? []
    const told = [
      [workspace, table, ...(scopeColumn ? [scope] : [])].join(':'),
      ...also.map(other => `${workspace}:${other}`),
    ]
    expect([table, events]).toEqual([table, 3])
    await insertInto(table, { [column]: workspace, ...(scopeColumn && { [scopeColumn]: scope }) })
    expect([table, 'insert', await topics.take()]).toEqual([table, 'insert', told])
    const where = `where ${column} = '${workspace}'`
    const update = `update ${table} set ${column} = ${column} ${where}`
    if (table === appendOnly) {
      await expect(database.run(update)).rejects.toThrow('append-only')
      continue
    }
    await database.run(update)
    expect([table, 'update', await topics.take()]).toEqual([table, 'update', told])
    await database.run(`delete from ${table} where ${column} = '${other}'`)
    expect([table, 'nothing deleted', await topics.take()]).toEqual([table, 'nothing deleted', []])
    await database.run(`delete from ${table} ${where}`)
    expect([table, 'delete', await topics.take()]).toEqual([table, 'delete', told])
    for (const written of also) await database.run(`delete from ${written}`)
    await topics.take()
  }
})

describe('what belongs to workspaces only through members is told to each of them', () => {
  const person = randomUUID()
  const both = (topic: string) => [workspace, other].map(id => `${id}:${topic}`).sort()
  beforeAll(async () => {
    await insertInto('people', { id: person })
    for (const workspaceId of [workspace, other]) {
      await insertInto('members', { workspace_id: workspaceId, person_id: person })
    }
  })

  test('a person who changes', async () => {
    await database.run(`update people set name = 'New' where id = '${person}'`)
    expect((await topics.take()).sort()).toEqual(both('people'))
  })

  test('a sign-in session that begins and ends, but not one that is used', async () => {
    await insertInto('sessions', { person_id: person })
    expect((await topics.take()).sort()).toEqual(both(`sessions:${person}`))
    await database.run(`update sessions set expires_at = now() where person_id = '${person}'`)
    expect(await topics.take()).toEqual([])
    await database.run(`delete from sessions where person_id = '${person}'`)
    expect((await topics.take()).sort()).toEqual(both(`sessions:${person}`))
  })

  test('nothing else has a trigger of its own', async () => {
    const rows = await database.run<{ name: string }>(
      `select distinct tgrelid::regclass::text as name from pg_trigger
       where tgname like 'announce_%' and tgfoid <> 'announce_change'::regproc order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['people', 'sessions', 'webhook_refusals'])
  })
})

const insertEvents = (count: number, of = workspace) =>
  sql.raw(`insert into events (workspace_id, id, name, visit_id, occurred_at, client_at, received_at, source)
    select '${of}', gen_random_uuid(), 'n', 'v', now(), now(), now(), 'sdk' from generate_series(1, ${count})`)

describe('a transaction', () => {
  test('tells once of a table, whatever it does there, and only when it is committed', async () => {
    await database.db.transaction(async tx => {
      for (let statement = 0; statement < 3; statement++) await tx.execute(insertEvents(500))
      await tx.execute(sql`select 1`)
      expect(topics.soFar()).toEqual([])
    })
    expect(await topics.take()).toEqual([`${workspace}:events`])
  })

  test('that is rolled back tells nothing', async () => {
    const failed = database.db.transaction(async tx => {
      await tx.execute(insertEvents(1))
      throw new Error('rolled back')
    })
    await expect(failed).rejects.toThrow('rolled back')
    expect(await topics.take()).toEqual([])
  })

  test('that touches two workspaces tells each', async () => {
    await database.db.transaction(async tx => {
      await tx.execute(insertEvents(2))
      await tx.execute(insertEvents(2, other))
    })
    expect((await topics.take()).sort()).toEqual([`${workspace}:events`, `${other}:events`].sort())
  })

  test('that does nothing tells nothing, and neither does an event that was known', async () => {
    const [row] = await database.run<{ id: string }>('select id from events limit 1')
    await database.run(
      `insert into events (workspace_id, id, name, visit_id, occurred_at, client_at, received_at, source)
       select workspace_id, id, 'n', 'v', now(), now(), now(), 'sdk' from events where id = $1 on conflict do nothing`,
      [row?.id],
    )
    await database.run("update events set name = 'x' where false")
    expect(await topics.take()).toEqual([])
  })
})

test('more than twenty scopes at once are told as the whole table', async () => {
  const insertHistory = (issues: number) =>
    database.run(
      `insert into issue_history (id, workspace_id, issue_id, kind, actor_kind, actor_name)
       select gen_random_uuid(), '${workspace}', gen_random_uuid(), 'status', 'system', 'test' from generate_series(1, ${issues})`,
    )
  await insertHistory(20)
  const narrow = await topics.take()
  expect([narrow.length, new Set(narrow).size]).toEqual([20, 20])
  await insertHistory(21)
  expect(await topics.take()).toEqual([`${workspace}:issue_history`])
})

test('after a lost connection listening begins again, says so, and hears what comes', async () => {
  expect(topics.readies()).toBe(1)
  if (database.engine === 'pglite') return
  const [ended] = await database.run<{ n: number }>(
    `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
     where datname = current_database() and query ilike 'listen%'`,
  )
  expect(ended?.n).toBe(1)
  await expect.poll(topics.readies).toBe(2)
  await database.run(`update events set name = name where workspace_id = '${workspace}'`)
  expect(await topics.take()).toEqual([`${workspace}:events`])
})
