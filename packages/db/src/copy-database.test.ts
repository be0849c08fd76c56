import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyDatabase } from './copy-database.ts'
import type { Database, Db } from './database.ts'
import { migrate, UnfitDatabase } from './migrate.ts'
import { openEmbedded } from './open-embedded.ts'
import { createTestDatabase } from './testing/index.ts'
import { embeddedTemplate } from './testing/template.ts'

let source: Database
let target: Database
let vectors = false
beforeAll(async () => {
  source = await openEmbedded(null, await embeddedTemplate())
  target = await createTestDatabase()
  ;({ vectors } = await migrate(target))
  const odd = `create table odd (n int generated always as identity primary key, parent int references odd, said text,
    data jsonb, bytes bytea, words text[], at timestamptz, share float8, twice int generated always as (n * 2) stored)`
  for (const each of [source, target]) await each.script(odd)
  await source.script(`
    insert into workspaces (id, name, slug) values (gen_random_uuid(), 'Moved', 'moved');
    insert into audit_log (id, workspace_id, action, entity, actor_kind, actor_name, request_id)
      select gen_random_uuid(), id, 'made', 'workspace', 'system', 'a test', 'none' from workspaces;
    insert into odd (parent, said, data, bytes, words, at, share) values
      (2, E'tab\\t, \\\\back, "quote", new\\nline, é', 'null', '\\x00ff5c', '{"a,b",null,"\\"c\\""}', '2026-01-02 03:04:05.678901+02', 0.1),
      (null, '', '{"a": [1.10, null, "\\\\n"]}', '\\x', '{}', 'infinity', 'NaN'),
      (1, null, null, null, null, null, 1e-300)`)
  await source.run(
    `insert into embeddings (workspace_id, model, hash, code, embedding)
     select id, 'm', 'h', repeat('01', 768)::bit(1536), array_fill(0.1::real, array[1536])::vector from workspaces`,
  )
})
afterAll(async () => {
  await source.close()
  await target.close()
})

const copy = (work: (from: Db, to: Db) => Promise<unknown> = async () => {}) =>
  source.db.transaction(from =>
    target.db.transaction(async to => {
      const tables = await copyDatabase(from, to, { vectors })
      await work(from, to)
      return tables
    }),
  )
const texts = ({ run }: Database, table: string) =>
  run(`set timezone = 'UTC'`).then(() => run(`select t::text as row from ${table} t order by 1`))
const rules = ({ run }: Database) =>
  run(`select conname, pg_get_constraintdef(oid) as rule, convalidated, null as on from pg_constraint where contype = 'f'
    union all select tgname || ' ' || tgrelid::regclass, null, null, tgenabled::text from pg_trigger where not tgisinternal order by 1`)

test('a copy that fails at its end leaves nothing, and the next one is whole, to the last character', async () => {
  const before = await rules(target)
  const fails = () => {
    throw new Error('the line is gone')
  }
  await expect(copy(async () => fails())).rejects.toThrow('the line is gone')
  for (const table of ['workspaces', 'odd', 'audit_log']) expect(await texts(target, table)).toEqual([])

  const tables = await copy()
  expect(tables.filter(({ rows }) => rows > 0)).toEqual([
    { name: 'audit_log', rows: 1 },
    ...(vectors ? [{ name: 'embeddings', rows: 1 }] : []),
    { name: 'odd', rows: 3 },
    { name: 'workspaces', rows: 1 },
  ])
  for (const { name, rows } of tables.filter(table => table.rows > 0)) {
    const found = await texts(target, name)
    expect([name, found]).toEqual([name, await texts(source, name)])
    expect(found).toHaveLength(rows)
  }
  expect(await target.run("insert into odd (said) values ('next') returning n, twice")).toEqual([{ n: 4, twice: 8 }])
  // Foreign keys and triggers are there again, and do what they did.
  expect(await rules(target)).toEqual(before)
  await expect(target.run('insert into odd (parent) values (99)')).rejects.toMatchObject({ code: '23503' })
  await expect(target.db.execute(sql`delete from audit_log`)).rejects.toThrow()
})

test('what is not empty is refused, and stays as it is', async () => {
  await expect(copy()).rejects.toThrow('holds a workspace already')
  await target.run('delete from workspaces')
  await expect(copy()).rejects.toThrow(UnfitDatabase)
  await expect(copy()).rejects.toThrow(/^Table \w+ of the target has rows already/)
  expect(await target.run('select count(*)::int as n from odd')).toEqual([{ n: 4 }])
})
