import type { Deps, Scope } from '@quarterdeck/core/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Credentials, call, contextOf, variants } from './testing/call.ts'
import { byPath, samplesOf } from './testing/samples.ts'
import { createTestWorld, fill, makeKey, signInAs, type TestWorld, type Things } from './testing/world.ts'

const mark = 'foreign'
let world: TestWorld
let deps: Deps
let theirs: Scope
let own: Things
let foreign: Things
let callers: Record<string, Credentials>

beforeAll(async () => {
  world = await createTestWorld()
  deps = world.deps
  const ours = await world.makeWorkspace('Ours')
  theirs = await world.makeWorkspace(`${mark} workspace`)
  own = await fill(world, ours, 'own')
  foreign = await fill(world, theirs, mark)
  const key = await makeKey(deps, ours, 'read', 'write', 'ingest')
  callers = {
    owner: { token: await signInAs(deps, 'owner') },
    'a key': { token: key },
    'a key that names their workspace': { token: key, workspaceId: theirs.workspaceId },
  }
})
afterAll(() => world.close())

const essays = ['essay_requests', 'essay_drafts', 'essay_request_history', 'essay_shares']
const activity = [
  'installations',
  'repositories',
  'git_actors',
  'activity',
  'pull_requests',
  'sync_batches',
  'sync_jobs',
]
const support = ['conversations', 'messages', 'escalations', 'agents', 'canned_replies', 'attachments']

/** Everything that the other workspace holds, as text. Events are in it, and what was written to the audit log. */
async function theirData(): Promise<string> {
  const tables = [
    ...activity,
    'events',
    'funnels',
    'issues',
    'issue_history',
    'members',
    'identities',
    'audit_log',
    'counters',
    ...essays,
    ...support,
  ]
  const rows = tables.map(table =>
    deps.database.run(`select ${table}::text as row from ${table} where workspace_id = $1 order by 1`, [
      theirs.workspaceId,
    ]),
  )
  return JSON.stringify(await Promise.all(rows))
}

const names = ['owner', 'a key', 'a key that names their workspace'] as const

/** Ids are filters in these: those of others find nothing. */
const filtered = new Set([
  ...['activity.list', 'activity.search', 'audit.list', 'conversations.list', 'escalations.list', 'essayRequests.list'],
  ...['events.list', 'issues.counts', 'issues.list', 'reports.list', 'reports.runs', 'repositories.list'],
  ...['sync.batches', 'sync.jobs', 'workflows.list'],
])

test.each(names)("another workspace's ids open nothing for %s, in any field, and change nothing there", async name => {
  const before = await theirData()
  // Secrets are not among them: whoever has one may use it.
  const ids = Object.entries(own).filter(([thing]) => thing.endsWith('Id'))
  const theirIds = new Map(ids.map(([thing, id]) => [id, Reflect.get(foreign, thing)]))
  const tried: string[] = []
  // A visit id is the sender's own word: events that we send under theirs are ours.
  const entries = byPath(samplesOf(own)).filter(([path]) => path !== 'events.insertBatch')
  for (const [path, { inputs }] of entries) {
    for (const input of inputs) {
      // One id at a time, so that a good one beside it cannot hide a check that is missing.
      const mixed = variants(input, leaf => (theirIds.has(String(leaf)) ? [theirIds.get(String(leaf))] : []))
      for (const hostile of [...mixed, ...(/^(auth|invitations\.accept)/.test(path) ? [] : [input])]) {
        if (hostile === input && /(remove|erase)$/.test(path)) continue
        const { code, result, cause, message } = await call(contextOf(deps, callers[name] ?? {}), path, hostile)
        const seen = `${path} ${JSON.stringify(hostile)}: ${code} ${message} ${cause ?? ''}`
        expect(code, seen).not.toBe('INTERNAL_SERVER_ERROR')
        expect(JSON.stringify(result) ?? '', seen).not.toContain(mark)
        if (hostile !== input) tried.push(`${path} ${code}`)
      }
    }
  }
  expect(new Set(tried.map(line => line.split(' ')[1]))).toContain('NOT_FOUND')
  const opened = tried.filter(line => line.endsWith(' OK'))
  const wrong = opened.filter(line => !filtered.has(line.slice(0, line.indexOf(' '))))
  expect(wrong).toEqual([])
  expect(await theirData()).toBe(before)
})

test('a visit id that both use shows each only their own events', async () => {
  const caller = contextOf(deps, callers.owner ?? {})
  const { result } = await call(caller, 'events.list', { visitId: foreign.visitId })
  expect(JSON.stringify(result)).not.toContain(`${mark}_`)
})
