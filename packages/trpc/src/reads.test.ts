import { forgetPostings } from '@quarterdeck/core/testing'
import { recordStatements } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, contextOf, procedures } from './testing/call.ts'
import { byPath, samplesOf } from './testing/samples.ts'
import {
  createTestWorld,
  fill,
  makeKey,
  makeKnownAccount,
  ownThings,
  signInAs,
  type TestWorld,
  type Things,
} from './testing/world.ts'

// A query that does not name a table stays stale when that table changes; one that names too many refetches for
// nothing. So what is declared is compared with what is asked of the database.

let world: TestWorld
let things: Things
let token: string
let key: string
let watched: Set<string>
let recorded: ReturnType<typeof recordStatements>

beforeAll(async () => {
  world = await createTestWorld()
  const scope = await world.makeWorkspace()
  things = await fill(world, scope, 'own')
  await makeKnownAccount(world.deps)
  token = await signInAs(world.deps, 'owner')
  things = { ...things, ...(await ownThings(world.deps, token)) }
  key = await makeKey(world.deps, scope, 'ingest')
  const rows = await world.database.run<{ name: string }>(
    "select distinct tgrelid::regclass::text as name from pg_trigger where tgname like 'announce_%'",
  )
  watched = new Set(rows.map(({ name }) => name))
  recorded = recordStatements(world.database)
})
afterAll(() => world.close())

const tablesIn = (statements: readonly string[]): Set<string> =>
  new Set(
    statements.flatMap(text =>
      [...text.matchAll(/\b(?:from|join)\s+(?:"?public"?\.)?"?([a-z_]+)"?/gi)].flatMap(([, name]) => name ?? []),
    ),
  )

/** Its answer is who the caller is, so that here the look-up of the caller is what it reads. */
const describesCaller = 'auth.session'
/** Using a session tells nobody, and its end is the end of the caller. */
const isCallersSession = (path: string, table: string) => path === describesCaller && table === 'sessions'

const queries = Object.entries(procedures).filter(([, { _def }]) => _def.type === 'query')

test('there are queries and watched tables to compare', () => {
  expect(queries.length).toBeGreaterThan(10)
  expect([...watched]).toEqual(expect.arrayContaining(['events', 'funnels', 'issues', 'people']))
})

describe('declares the tables that it reads', () => {
  test.each(queries)('%s', async (path, { _def }) => {
    const [, sample] = byPath(samplesOf(things)).find(([name]) => name === path) ?? []
    const read = new Set<string>()
    for (const input of sample?.inputs ?? []) {
      const deps = { ...world.deps, database: recorded.database }
      const ctx = contextOf(deps, { token })
      if (path !== describesCaller) await ctx.caller()
      recorded.statements.length = 0
      forgetPostings(deps.db)
      const { code, message, cause } = await call(ctx, path, input)
      expect(code, `${JSON.stringify(input)}: ${message} ${cause ?? ''}`).toBe('OK')
      for (const table of tablesIn(recorded.statements)) read.add(table)
    }
    const all = await world.database.run<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    )
    const known = all.map(({ name }) => name).filter(name => read.has(name) && !isCallersSession(path, name))
    const { reads = ['(nothing declared)'], refreshes = [] } = _def.meta ?? {}
    expect([...reads, ...refreshes].sort()).toEqual(known.sort())
    expect(known.filter(name => !watched.has(name))).toEqual([...refreshes].sort())
  })
})

test('every sample is a good input', async () => {
  const rank = (path: string) =>
    [
      'messages.remove',
      'people.remove',
      'funnels.remove',
      'knowledge.remove',
      'auth.signOutEverywhere',
      'auth.signOut',
    ].indexOf(path)
  const ordered = byPath(samplesOf(things)).sort(([a], [b]) => rank(a) - rank(b))
  for (const [path, { kind, inputs }] of ordered) {
    for (const input of inputs) {
      const { code, message, cause } = await call(
        contextOf(world.deps, { token: kind === 'machine' ? key : token }),
        path,
        input,
      )
      expect([path, code], `${JSON.stringify(input)}: ${message} ${cause ?? ''}`).toEqual([path, 'OK'])
    }
  }
})
