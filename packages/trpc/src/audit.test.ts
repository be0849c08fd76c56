import { type Deps, newId, sha256 } from '@quarterdeck/core/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, contextOf, type Outcome, procedures } from './testing/call.ts'
import { byPath, samplesOf } from './testing/samples.ts'
import {
  createTestWorld,
  fill,
  makeKey,
  makeKnownAccount,
  ownThings,
  password,
  signInAs,
  type TestWorld,
  type Things,
} from './testing/world.ts'

/** Mutations that leave no audit row, and why none is missed. */
const exceptions: Record<string, string> = {
  'auth.refresh':
    'Goes on with a sign-in that has its row, every few minutes and by itself; a theft ends it, and has one',
  'auth.requestPasswordReset':
    'Anybody may ask, for any address; the e-mail stands in the outbox, and its use has a row',
  'auth.signOut': "Ends nothing but the caller's own session, whose sign-in has its row",
  'messages.markRead':
    'Every message that anybody looks at would have a row; how far they read stands in the conversation',
  'messages.typing': 'It changes nothing that is kept',
  'events.insertBatch': 'Every event is a record of itself, with its key and moment; a row each would double them',
}

let world: TestWorld
let deps: Deps
beforeAll(async () => {
  // Everything here comes from one address.
  world = await createTestWorld()
  deps = world.deps
  await world.makeWorkspace('Portal')
  await makeKnownAccount(deps)
})
afterAll(() => world.close())

const mutations = Object.keys(procedures).filter(path => procedures[path]?._def.type === 'mutation')
/** Everything that opens something, as it came up. */
const secrets = new Set([password])

/** Tokens, keys and the like, wherever they are in an answer. */
function collectSecrets(value: unknown, name = ''): void {
  if (typeof value === 'string' && /token|key$|secret/i.test(name) && value.length > 12) secrets.add(value)
  if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) collectSecrets(item, key)
}

/** A workspace with one of each thing, and who calls there. */
interface Place {
  things: Things
  tokenOf: Record<'machine' | 'owner', string>
}

async function furnish(): Promise<Place> {
  const scope = await world.makeWorkspace()
  const machine = await makeKey(deps, scope, 'ingest')
  const owner = await signInAs(deps, 'owner')
  const move = 'update members set workspace_id = $1 where person_id = (select person_id from sessions where id = $2)'
  await deps.database.run(move, [scope.workspaceId, sha256(owner)])
  const things = { ...(await fill(world, scope, newId())), ...(await ownThings(deps, owner)) }
  collectSecrets({ machine, owner, ...things })
  return { things, tokenOf: { machine, owner } }
}

interface AuditRow {
  action: string
  entity: string
  actor_kind: string
  actor_name: string
}

/** Does a mutation with its sample input, and gives what came of it and the audit rows of its request. */
async function performIn({ things, tokenOf }: Place, path: string): Promise<{ outcome: Outcome; rows: AuditRow[] }> {
  const sample = byPath(samplesOf(things)).find(([name]) => name === path)?.[1]
  if (!sample) throw new Error(`${path} is missing in testing/samples.ts`)
  const requestId = newId()
  const token = tokenOf[sample.kind === 'machine' ? 'machine' : 'owner']
  const outcome = await call(contextOf(deps, { token }, requestId), path, sample.inputs[0])
  collectSecrets(outcome.result)
  // What is asked for here and done by a job, is done in its name.
  await world.runJobs()
  const rows = await world.database.run<AuditRow>(
    'select action, entity, actor_kind, actor_name from audit_log where request_id = $1',
    [requestId],
  )
  return { outcome, rows }
}

let place: Place | null = null

/** A workspace serves until a mutation does nothing in it, because an earlier one took what it needs: then there is a new one. */
async function perform(path: string): Promise<AuditRow[]> {
  const used = place && !exceptions[path] ? await performIn(place, path) : null
  if (used?.outcome.code === 'OK' && used.rows.length > 0) return used.rows
  place = await furnish()
  const { outcome, rows } = await performIn(place, path)
  expect(outcome.code, `${path}: ${outcome.message} ${outcome.cause ?? ''}`).toBe('OK')
  return rows
}

describe('a change leaves a row in the audit log, under the id of its request', () => {
  test.each(mutations)('%s', async path => {
    const rows = await perform(path)
    if (exceptions[path]) expect(rows).toEqual([])
    else expect(rows).not.toEqual([])
    for (const row of rows) {
      expect(row).toMatchObject({ action: expect.stringMatching(/^\w+\.\w+/), entity: expect.stringMatching(/\w/) })
      expect(row.actor_name).not.toBe('')
    }
  })
})

test('exceptions are of procedures that exist', () => {
  expect(Object.keys(exceptions).filter(path => !mutations.includes(path))).toEqual([])
})

test('a change that is refused or fails leaves none', async () => {
  const requestId = newId()
  const token = await signInAs(deps, 'viewer')
  for (const path of mutations) await call(contextOf(deps, { token }, requestId), path, { nonsense: true })
  expect(await world.database.run('select action from audit_log where request_id = $1', [requestId])).toEqual([])
})

test('no secret that came up here stands in it', async () => {
  const [row] = await world.database.run<{ text: string }>(
    "select string_agg(audit_log::text, '') as text from audit_log",
  )
  const text = row?.text ?? ''
  expect(secrets.size).toBeGreaterThan(mutations.length)
  expect(text).not.toBe('')
  expect([...secrets].filter(secret => text.includes(secret))).toEqual([])
})
