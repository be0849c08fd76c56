import type { Database } from '@quarterdeck/db'
import { knownPeople } from './deliveries.ts'

/** The workspace's own people, as they are before any delivery. */
export async function makeKnownPeople(database: Database, workspaceId: string): Promise<void> {
  for (const [id, email] of knownPeople) {
    await database.run("insert into people (id, email, name, email_verified_at) values ($1, $2, 'Known', $3)", [
      id,
      email,
      '2025-01-01T00:00:00Z',
    ])
    await database.run("insert into members (workspace_id, person_id, role) values ($1, $2, 'member')", [
      workspaceId,
      id,
    ])
  }
}

const tables = [
  'people',
  'members',
  'identities',
  'payments',
  'subscriptions',
  'subscription_items',
  'entitlements',
  'webhooks',
] as const

/** Ids and times of receipt, by which two databases may differ, and what only one of them has in its bytes. */
const ours = new Set([
  'id',
  'workspace_id',
  'created_at',
  'updated_at',
  'received_at',
  'processed_at',
  'attempts',
  'headers',
  'body',
  // Of the owner, who is salted anew.
  'password_hash',
])

/** Everything that deliveries leave, as text lines in one order, with people named by what is known of them. */
export async function readState(database: Database): Promise<Record<string, string[]>> {
  const names = new Map<string, string>()
  const people = await database.run<{ id: string; name: string }>(
    `select p.id, concat_ws(' ', string_agg(i.provider || ':' || i.subject, ' ' order by i.provider, i.subject),
      case when p.id = any($1::uuid[]) then p.id end) as name
     from people p left join identities i on i.person_id = p.id group by p.id`,
    [knownPeople.map(([id]) => id)],
  )
  for (const { id, name } of people) names.set(id, name)
  const state: Record<string, string[]> = {}
  for (const table of tables) {
    const rows = await database.run<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${table} t`)
    state[table] = rows.map(({ row }) => describe(row, names)).sort()
  }
  return state
}

function describe(row: Record<string, unknown>, names: Map<string, string>): string {
  const person = names.get(String(row.person_id ?? row.id)) ?? null
  const rest = Object.entries(row).filter(([key]) => !ours.has(key) && key !== 'person_id')
  return JSON.stringify({ person, ...Object.fromEntries(rest) })
}
