import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedClient, startEmbedded } from './embedded/client.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { createTestDatabase, type TestDatabase } from './testing/index.ts'
import { embeddedTemplate } from './testing/template.ts'

// The embedded database behind its thread; what is said of errors and transactions holds for both engines.

let client: EmbeddedClient
let database: TestDatabase
beforeAll(async () => {
  client = await startEmbedded({ dataDir: null, snapshot: await embeddedTemplate() })
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('statements of others wait for an open transaction, and see all of it or nothing', async () => {
  await client.exec('create table t (n int)')
  const count = async () => (await client.query('select count(*)::int as n from t')).rows
  let outside: Promise<unknown> | undefined
  const failed = client.transaction(async tx => {
    await tx.query('insert into t values (1)')
    outside = count()
    await tx.query('insert into t values (2)')
    throw new Error('rolled back')
  })
  await expect(failed).rejects.toThrow('rolled back')
  expect(await outside).toEqual([{ n: 0 }])
  await Promise.all(
    [1, 2, 3].map(n => client.transaction(async tx => void (await tx.query('insert into t values ($1)', [n])))),
  )
  expect(await count()).toEqual([{ n: 3 }])
})

test('a statement that fails ends its transaction, and the next one works', async () => {
  await expect(client.transaction(tx => tx.query('select 1/0'))).rejects.toMatchObject({ code: '22012' })
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a planned statement is planned once, whoever asks first, and takes any text as a value', async () => {
  const values = ["it's", "'); drop table workspaces; --", String.raw`back\slash`, '$1', 'é']
  const planned = 'select $1::text as said, length($1::text) as length'
  const ask = (text: string) => database.runPlanned(planned, [text])
  expect(await Promise.all(values.map(ask))).toEqual(values.map(text => [{ said: text, length: text.length }]))
  expect(await ask(values[1] ?? '')).toEqual([{ said: values[1], length: values[1]?.length }])
})

test('a planned statement that fails says why, and works when it can', async () => {
  const later = () => database.runPlanned<{ n: number }>('select n from later where n = $1::int', ['1'])
  await expect(later()).rejects.toMatchObject({ code: '42P01' })
  await database.script('create table later (n int); insert into later values (1)')
  expect(await later()).toEqual([{ n: 1 }])
  await expect(database.runPlanned('select $1::int as n', ['x'])).rejects.toMatchObject({ code: '22P02' })
  expect(await database.runPlanned('select $1::int as n', ['7'])).toEqual([{ n: 7 }])
})

test('after it is closed, what waits and what comes is refused, not left hanging', async () => {
  await client.close()
  await expect(client.query('select 1')).rejects.toThrow('closed')
  await expect(client.transaction(async () => {})).rejects.toThrow('closed')
})

test('a data directory that is none is refused with words', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-db-'))
  const file = join(folder, 'a-file')
  await writeFile(file, 'not a directory')
  await expect(openDatabase({ dataDir: file })).rejects.toThrow()
  await rm(folder, { recursive: true })
})

test('data outlives the process that wrote it, and a second migration changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-db-'))
  const dataDir = join(folder, 'postgres')
  const first = await openDatabase({ dataDir })
  await migrate(first)
  await first.run("insert into workspaces (id, name, slug) values (gen_random_uuid(), 'Kept', 'kept')")
  await first.close()
  const second = await openDatabase({ dataDir })
  await migrate(second)
  expect(await second.run('select name from workspaces')).toEqual([{ name: 'Kept' }])
  await second.close()
  await rm(folder, { recursive: true })
})

test('both engines report an error with its SQLSTATE and constraint', async () => {
  const insert = "insert into workspaces (id, name, slug) values (gen_random_uuid(), 'a', 'same')"
  await database.run(insert)
  await expect(database.run(insert)).rejects.toMatchObject({
    code: '23505',
    constraint_name: 'workspaces_slug_unique',
  })
})
