import { type Db, gitActors } from '@quarterdeck/db'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Scope } from '../../kernel/index.ts'
import { linkByEmail } from '../link-actors.ts'
import { actorKey } from './actors.ts'
import type { NewActor } from './fact.ts'
import { mergeActors } from './merge-actors.ts'
import type { Saving } from './save-repositories.ts'

type Row = typeof gitActors.$inferSelect

/** Each actor once, as the last of what was told has them, and what only others told. */
function folded(told: readonly NewActor[]): Map<string, NewActor> {
  const byKey = new Map<string, NewActor>()
  for (const actor of told) {
    const key = actorKey(actor)
    const before = byKey.get(key)
    byKey.set(key, before ? combined(before, actor) : actor)
  }
  return new Map([...byKey].sort(([one], [other]) => (one < other ? -1 : 1)))
}

const combined = (before: NewActor, now: NewActor): NewActor => ({
  ghId: now.ghId ?? before.ghId,
  login: now.login ?? before.login,
  name: now.name ?? before.name,
  email: now.email ?? before.email,
  avatarUrl: now.avatarUrl ?? before.avatarUrl,
  kind: now.kind === 'unknown' ? before.kind : now.kind,
})

/**
 * Who is meant among those who are known: by account; else by login or address, where an account and a signature are
 * the same one's; else by key.
 */
function findAmong(rows: readonly Row[], key: string, actor: NewActor): Row | undefined {
  const isAccount = actor.ghId !== null
  const byKey = rows.find(row => row.key === key)
  if (isAccount && byKey) return byKey
  return rows.find(row => (row.ghId === null) === isAccount && isSameSignature(row, actor)) ?? byKey
}

const isSameSignature = (row: Row, { login, email }: NewActor): boolean =>
  (login !== null && row.login?.toLowerCase() === login.toLowerCase()) ||
  (email !== null && row.email === email.toLowerCase())

/** What is new about somebody. A commit's signature changes nothing that an account says of itself. */
function changesOf(row: Row, actor: NewActor): Partial<Row> | null {
  const isAccount = actor.ghId !== null
  const changes: Partial<Row> = {}
  if (isAccount && row.ghId === null) Object.assign(changes, { ghId: actor.ghId, key: actorKey(actor) })
  if (actor.login && (row.login === null || (isAccount && row.login !== actor.login))) changes.login = actor.login
  if (actor.avatarUrl && row.avatarUrl !== actor.avatarUrl) changes.avatarUrl = actor.avatarUrl
  if (actor.name && row.name === null) changes.name = actor.name
  if (actor.email && row.email === null) changes.email = actor.email.toLowerCase()
  if (actor.kind !== 'unknown' && row.kind === 'unknown') changes.kind = actor.kind
  return Object.keys(changes).length > 0 ? changes : null
}

/**
 * Makes and brings up to date whoever is named, and links them to members whose verified address they use.
 * @returns their ids by `actorKey`.
 */
export async function saveActors(
  tx: Db,
  scope: Scope,
  told: readonly NewActor[],
  { via }: Saving,
): Promise<Map<string, string>> {
  const given = folded(told)
  const found = new Map<string, string>()
  if (given.size === 0) return found
  const { workspaceId } = scope
  const actors = [...given.values()]
  const logins = actors.flatMap(({ login }) => login ?? [])
  const emails = actors.flatMap(({ email }) => email?.toLowerCase() ?? [])
  const rows = await tx
    .select()
    .from(gitActors)
    .where(
      and(
        eq(gitActors.workspaceId, workspaceId),
        or(
          inArray(gitActors.key, [...given.keys()]),
          logins.length > 0 ? inArray(gitActors.login, logins) : undefined,
          emails.length > 0 ? inArray(gitActors.email, emails) : undefined,
        ),
      ),
    )
    .orderBy(gitActors.key)
  const touched: string[] = []
  const fresh: [string, NewActor][] = []
  for (const [key, actor] of given) {
    const row = findAmong(rows, key, actor)
    if (!row) {
      fresh.push([key, actor])
      continue
    }
    found.set(key, row.id)
    const changes = changesOf(row, actor)
    if (changes) {
      await tx
        .update(gitActors)
        .set({ ...changes, updatedAt: sql`now()` })
        .where(eq(gitActors.id, row.id))
      Object.assign(row, changes)
      if (changes.email) touched.push(row.id)
    }
    if (actor.ghId === null) continue
    const doubles = rows.filter(other => other.ghId === null && other.id !== row.id && isSameSignature(other, actor))
    await mergeActors(tx, row.id, doubles)
    forget(doubles, row.id, rows, found)
  }
  touched.push(...(await insertActors(tx, scope, fresh, via, found)))
  if (touched.length > 0) await linkByEmail(tx, scope, touched)
  return found
}

/** Whoever was found to be one of these is now the one that they became. */
function forget(doubles: readonly Row[], into: string, rows: Row[], found: Map<string, string>): void {
  const gone = new Set(doubles.map(({ id }) => id))
  if (gone.size === 0) return
  for (const [key, id] of found) if (gone.has(id)) found.set(key, into)
  rows.splice(0, rows.length, ...rows.filter(({ id }) => !gone.has(id)))
}

/** @returns ids of those that were not there, nor made by somebody else meanwhile. */
async function insertActors(
  tx: Db,
  { workspaceId }: Scope,
  fresh: readonly [string, NewActor][],
  via: Saving['via'],
  found: Map<string, string>,
): Promise<string[]> {
  if (fresh.length === 0) return []
  const origin = via === 'sample' ? ('sample' as const) : ('product' as const)
  const values = fresh.map(([key, actor]) => ({
    ...{ ...actor, workspaceId, key, origin, email: actor.email?.toLowerCase() ?? null },
  }))
  const made = await tx
    .insert(gitActors)
    .values(values)
    .onConflictDoNothing()
    .returning({ key: gitActors.key, id: gitActors.id })
  for (const { key, id } of made) found.set(key, id)
  const keys = fresh.map(([key]) => key).filter(key => !found.has(key))
  const others = await tx
    .select({ key: gitActors.key, id: gitActors.id })
    .from(gitActors)
    .where(and(eq(gitActors.workspaceId, workspaceId), inArray(gitActors.key, keys)))
  for (const { key, id } of others) found.set(key, id)
  return made.map(({ id }) => id)
}
