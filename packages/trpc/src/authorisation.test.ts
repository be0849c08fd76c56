import { type Deps, type Scope, sha256 } from '@quarterdeck/core/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Credentials, call, contextOf, procedures } from './testing/call.ts'
import { offeredInVain } from './testing/offered.ts'
import { byPath, type Kind, samplesOf } from './testing/samples.ts'
import {
  createTestWorld,
  fill,
  freshRefreshToken,
  makeKey,
  makeKnownAccount,
  signInAgain,
  signInAs,
  signUpFresh,
  type TestWorld,
  type Things,
} from './testing/world.ts'

let world: TestWorld
let deps: Deps
let ours: Scope
let theirs: Scope
let own: Things
const callers: Record<string, Credentials> = {}

beforeAll(async () => {
  world = await createTestWorld()
  deps = world.deps
  ours = await world.makeWorkspace('Ours')
  theirs = await world.makeWorkspace('Theirs')
  own = await fill(world, ours, 'own')
  await makeKnownAccount(deps)
  for (const role of ['owner', 'admin', 'agent', 'viewer', 'member', 'nowhere'] as const) {
    callers[role] = { token: await signInAs(deps, role) }
  }
  for (const scope of ['ingest', 'read', 'write', 'webhooks'] as const) {
    callers[`key to ${scope}`] = { token: await makeKey(deps, ours, scope) }
  }
  const expired = await signInAs(deps, 'owner')
  const past = "update sessions set expires_at = now() - interval '1 second' where id = $1"
  await deps.database.run(past, [sha256(expired)])
  const revoked = await makeKey(deps, ours, 'ingest', 'read', 'write')
  await deps.database.run('update api_keys set revoked_at = now() where hash = $1', [sha256(revoked)])
  Object.assign(callers, {
    nobody: {},
    'an invented token': { token: 'invented' },
    'an invented key': { token: 'qd_invented' },
    'an expired session': { token: expired },
    'a revoked key': { token: revoked },
    ...(await makeEnded()),
    'owner in another workspace': { ...callers.owner, workspaceId: theirs.workspaceId },
    'owner in no workspace': { ...callers.owner, workspaceId: 'nonsense' },
    'member in another workspace': { ...callers.member, workspaceId: theirs.workspaceId },
  })
})
afterAll(() => world.close())

/** Owners whose sign-in has ended, each in another way; the tokens are all that is left. */
async function makeEnded(): Promise<Record<string, Credentials>> {
  const token = () => signInAs(deps, 'owner')
  const end = async (path: string, by: string, input?: unknown) => {
    const { code, message } = await call(contextOf(deps, { token: by }), path, input)
    if (code !== 'OK') throw new Error(`${path}: ${message}`)
    return { token: by }
  }
  const [left, everywhere, deactivated] = [await token(), await token(), await token()]
  const rotated = await signUpFresh(deps)
  const used = { refreshToken: rotated.refreshToken }
  const renewed = await call(contextOf(deps, {}), 'auth.refresh', used)
  // Somebody else has the old one too: neither has anything from now on.
  await call(contextOf(deps, {}), 'auth.refresh', used)
  const stolen = Reflect.get(Object(renewed.result), 'token')
  await deps.database.run(
    'update people set deactivated_at = now() where id = (select person_id from sessions where id = $1)',
    [sha256(deactivated)],
  )
  const revoker = await token()
  const victim = await signInAgain(deps, revoker)
  await end('auth.revokeSession', revoker, { id: victim.sessionId })
  return {
    'who signed out': await end('auth.signOut', left),
    'who signed out everywhere': await end('auth.signOutEverywhere', everywhere),
    'a session from before a refresh': { token: rotated.token },
    'a session of a sign-in whose refresh token was used twice': { token: String(stolen) },
    'a session that was revoked from another': { token: victim.token },
    'a deactivated owner': { token: deactivated },
  }
}

const everybody = ['OK', 'OK', 'OK', 'OK'] as const
const unknown = [
  'nobody',
  'an invented token',
  'an invented key',
  'an expired session',
  'a revoked key',
  'who signed out',
  'who signed out everywhere',
  'a session from before a refresh',
  'a session of a sign-in whose refresh token was used twice',
  'a session that was revoked from another',
  'a deactivated owner',
] as const
const misplaced = [
  'nowhere',
  'owner in another workspace',
  'owner in no workspace',
  'member in another workspace',
] as const
const roles = ['owner', 'admin', 'agent', 'viewer', 'member'] as const
const keys = ['key to ingest', 'key to read', 'key to write', 'key to webhooks'] as const

type Answer = 'OK' | 'UNAUTHORIZED' | 'FORBIDDEN'
const yes: Answer = 'OK'
const no: Answer = 'FORBIDDEN'
const who: Answer = 'UNAUTHORIZED'

/** What each kind answers, for the groups of callers above. */
const answers: Record<Kind, { unknown: Answer; misplaced: Answer; roles: Answer[]; keys: readonly Answer[] }> = {
  open: { unknown: yes, misplaced: yes, roles: [yes, yes, yes, yes, yes], keys: everybody },
  self: { unknown: who, misplaced: yes, roles: [yes, yes, yes, yes, yes], keys: [no, no, no, no] },
  'signedIn or key to read': { unknown: who, misplaced: no, roles: [yes, yes, yes, yes, yes], keys: [no, yes, no, no] },
  'signedIn or key to write': {
    unknown: who,
    misplaced: no,
    roles: [yes, yes, yes, yes, yes],
    keys: [no, no, yes, no],
  },
  signedIn: { unknown: who, misplaced: no, roles: [yes, yes, yes, yes, yes], keys: [no, no, no, no] },
  read: { unknown: who, misplaced: no, roles: [yes, yes, yes, yes, no], keys: [no, yes, no, no] },
  write: { unknown: who, misplaced: no, roles: [yes, yes, yes, no, no], keys: [no, no, yes, no] },
  admin: { unknown: who, misplaced: no, roles: [yes, yes, no, no, no], keys: [no, no, no, no] },
  machine: { unknown: who, misplaced: who, roles: [who, who, who, who, who], keys: [yes, no, no, no] },
}

function expectedOf(kind: Kind): Record<string, Answer> {
  const { unknown: stranger, misplaced: elsewhere, ...known } = answers[kind]
  return Object.fromEntries([
    ...unknown.map(name => [name, stranger]),
    ...misplaced.map(name => [name, elsewhere]),
    ...roles.map((name, index) => [name, known.roles[index]]),
    ...keys.map((name, index) => [name, known.keys[index]]),
  ])
}

/** Only whether the caller came in counts here: that a row is gone by now, say, is an answer from inside. */
async function ask(path: string, caller: string, input: unknown): Promise<Answer> {
  const { code, message, cause } = await call(contextOf(deps, callers[caller] ?? {}), path, input)
  expect(code, `${path} as ${caller}: ${message} ${cause}`).not.toBe('INTERNAL_SERVER_ERROR')
  return code === 'UNAUTHORIZED' || code === 'FORBIDDEN' ? code : 'OK'
}

/** A refresh token that was used is refused as an unknown caller is; and whoever has signed out everywhere is one. */
const inputFor = async (path: string, input: unknown) => {
  if (path === 'auth.refresh') return { refreshToken: await freshRefreshToken(deps) }
  return path === 'auth.signOutEverywhere' ? 'nonsense' : input
}

// Whoever signs out is nobody from then on.
const rank = (path: string) => ['auth.signOutEverywhere', 'auth.signOut'].indexOf(path)
const paths = Object.keys(procedures).sort((a, b) => rank(a) - rank(b))

test('the table of samples has every procedure of the router, and no other', () => {
  const table = byPath(samplesOf(own)).map(([path]) => path)
  expect(table.sort()).toEqual(paths.toSorted())
})

interface Schema {
  format?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

const isId = ({ format, items, anyOf = [] }: Schema): boolean =>
  format === 'uuid' || (items !== undefined && isId(items)) || anyOf.some(isId)
const idsIn = ({ properties = {} }: Schema): string[] =>
  Object.entries(properties).flatMap(([name, part]) => [...(isId(part) ? [name] : []), ...idsIn(part)])

test('the samples use every id that a procedure takes', () => {
  const missing = byPath(samplesOf(own)).flatMap(([path, { inputs }]) => {
    // zod writes JSON Schema, of which these are the parts that matter here.
    const schemas = procedures[path]?._def.inputs.map(
      input => z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema,
    )
    const used = JSON.stringify(inputs)
    return (schemas ?? []).flatMap(idsIn).flatMap(name => (used.includes(`"${name}"`) ? [] : [`${path}: ${name}`]))
  })
  expect(missing).toEqual([])
})

describe('who may call', () => {
  test.each(paths)('%s', async path => {
    const [, sample] = byPath(samplesOf(own)).find(([name]) => name === path) ?? []
    if (!sample) throw new Error(`${path} is missing in testing/samples.ts`)
    const expected = expectedOf(sample.kind)
    const found: Record<string, Answer> = {}
    for (const caller of Object.keys(expected)) {
      found[caller] = await ask(path, caller, await inputFor(path, sample.inputs[0]))
    }
    expect(found).toEqual(expected)
  })
})

test('who may not call does not learn what a good input is', async () => {
  const guarded = byPath(samplesOf(own)).filter(([, { kind }]) => kind !== 'open')
  for (const [path] of guarded) expect([path, await ask(path, 'nobody', 'nonsense')]).toEqual([path, 'UNAUTHORIZED'])
})

/** Verbs that customers have too: of staff they want the right to write, and answer who may not as if nothing was there. */
const sharedVerbs =
  /^(essayRequests\.(create|cancel|requestRevision)|conversations\.(escalate|resolve|reopen)|messages\.(send|edit|remove))$/

test('no screen of the console offers what its reader may not do', () => {
  const kinds = new Map(byPath(samplesOf(own)).map(([path, { kind }]) => [path, kind]))
  const levelOf = (path: string) => {
    const kind = kinds.get(path)
    if (!kind) throw new Error(`a screen calls ${path}, which is not there`)
    if (sharedVerbs.test(path)) return 'write'
    return kind === 'write' || kind === 'admin' ? kind : null
  }
  expect(offeredInVain(levelOf)).toEqual([])
})
