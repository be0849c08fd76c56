import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, contextOf, procedures, variants } from './testing/call.ts'
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

let world: TestWorld
let things: Things
let token: string
let key: string
beforeAll(async () => {
  world = await createTestWorld()
  const scope = await world.makeWorkspace()
  things = await fill(world, scope, 'own')
  await makeKnownAccount(world.deps)
  token = await signInAs(world.deps, 'owner')
  things = { ...things, ...(await ownThings(world.deps, token)) }
  key = await makeKey(world.deps, scope, 'ingest')
})
afterAll(() => world.close())

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** What JSON can say in place of a text or number, and a column cannot hold, or nobody meant. */
const replacements = [
  ...['', 'a\u0000b', 'a\ud800b', 'x'.repeat(100_000), "'; drop table events; --", '%_\\', '__proto__'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-02-30T00:00:00Z', '1969-12-31T00:00:00Z'],
  ...[
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    cursor('0000-01-01T00:00:00Z', 1),
  ],
  ...[1e308, -1, 0.5, 0, null, true, [], {}, [['a']], { toString: 1 }, JSON.parse('{"__proto__":{"a":1}}')],
]

const hostileCursors = [
  cursor('0000-01-01T00:00:00Z', '00000000-0000-0000-0000-000000000000'),
  cursor('x', 'y'),
  '%',
  '',
]

/** A wrong secret, or having signed out, is the one refusal here that is about the caller. */
const takesSecret = [
  'auth.signOutEverywhere',
  'auth.signIn',
  'auth.signUp',
  'auth.refresh',
  'auth.visitor',
  'auth.identifyVisitor',
  'auth.changePassword',
  'invitations.accept',
]

// Whoever signs out is nobody from then on, and reaches no other procedure.
const rank = (path: string) => ['auth.signOutEverywhere', 'auth.signOut'].indexOf(path)
const paths = Object.keys(procedures).sort((a, b) => rank(a) - rank(b))

describe('a hostile input is refused with words, or does no harm', () => {
  test.each(paths)('%s', async path => {
    const [, sample] = byPath(samplesOf(things)).find(([name]) => name === path) ?? []
    const inputs = sample?.inputs ?? []
    const tried = [
      ...replacements,
      ...inputs.flatMap(input => variants(input, leaf => (leaf === undefined ? [] : replacements))),
      ...inputs.flatMap(input => hostileCursors.map(at => ({ ...Object(input), cursor: at }))),
    ]
    const barred = takesSecret.includes(path) ? [] : ['UNAUTHORIZED', 'FORBIDDEN']
    const failures: string[] = []
    for (const input of tried) {
      const ctx = contextOf(world.deps, { token: sample?.kind === 'machine' ? key : token })
      const { code, cause } = await call(ctx, path, input)
      if (['INTERNAL_SERVER_ERROR', ...barred].includes(code))
        failures.push(`${code} ${JSON.stringify(input)?.slice(0, 300)}: ${cause}`)
    }
    expect(failures).toEqual([])
  })
})
