import { type Db, identities, members, people } from '@quarterdeck/db'
import { eventNames } from '@quarterdeck/sdk'
import { and, eq, sql } from 'drizzle-orm'
import { newId } from '../kernel/index.ts'
import type { EventRow } from './event-row.ts'

interface Identification {
  workspaceId: string
  userId: string
  anonymousId: string | null
  traits: Record<string, unknown>
  isSample: boolean
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

export const identifiesSomeone = (row: EventRow): boolean => row.name === eventNames.identify && row.user_id !== null

/**
 * Makes or finds the person behind each `identify` and joins the browser to them. Runs again without harm: a batch
 * that was stored twice links once.
 */
export async function linkPeople(tx: Db, rows: EventRow[]): Promise<void> {
  const browsers: (typeof identities.$inferInsert)[] = []
  for (const identification of readIdentifications(rows)) {
    const personId = await findOrMakePerson(tx, identification)
    const { workspaceId, anonymousId, traits, isSample } = identification
    await tx
      .insert(members)
      .values({ workspaceId, personId, role: 'member', traits, source: isSample ? 'sample' : 'product' })
      .onConflictDoUpdate({
        target: [members.workspaceId, members.personId],
        set: { traits: sql`${members.traits} || excluded.traits`, updatedAt: sql`now()` },
      })
    if (anonymousId) browsers.push({ workspaceId, provider: 'anonymous', subject: anonymousId, personId })
  }
  // In one order everywhere, again: other people's browsers may come in any.
  browsers.sort((a, b) => compare(a.workspaceId, b.workspaceId) || compare(a.subject, b.subject))
  // A browser stays with the first person who identified there; `reset` gives it a new anonymous id.
  if (browsers.length > 0) await tx.insert(identities).values(browsers).onConflictDoNothing()
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** The last word of each user, in one order everywhere, so that two transactions cannot wait for each other. */
function readIdentifications(rows: EventRow[]): Identification[] {
  const found = new Map<string, Identification>()
  for (const row of rows) {
    if (!identifiesSomeone(row) || row.user_id === null) continue
    const key = `${row.workspace_id}:${row.user_id}`
    found.set(key, {
      workspaceId: row.workspace_id,
      userId: row.user_id,
      anonymousId: row.anonymous_id ?? found.get(key)?.anonymousId ?? null,
      traits: { ...found.get(key)?.traits, ...row.properties },
      isSample: row.source === 'sample',
    })
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identification]) => identification)
}

async function findOrMakePerson(tx: Db, { workspaceId, userId, traits }: Identification): Promise<string> {
  const known = await findPerson(tx, workspaceId, userId)
  if (known) return known
  const personId = (await findMember(tx, workspaceId, userId)) ?? newId()
  const name = typeof traits.name === 'string' ? traits.name.slice(0, 200) : null
  // Traits come from a page that anyone can change: an e-mail among them stays a trait, and opens no account.
  await tx.insert(people).values({ id: personId, name }).onConflictDoNothing()
  const [linked] = await tx
    .insert(identities)
    .values({ workspaceId, provider: 'user', subject: userId, personId })
    .onConflictDoNothing()
    .returning({ personId: identities.personId })
  if (linked) return linked.personId
  // Another process was first: its person is the one.
  await tx
    .delete(people)
    .where(and(eq(people.id, personId), sql`not exists (select from members where person_id = ${personId})`))
  const other = await findPerson(tx, workspaceId, userId)
  if (!other) throw new Error(`The person behind user ${userId} could not be linked`)
  return other
}

async function findPerson(tx: Db, workspaceId: string, userId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ personId: identities.personId })
    .from(identities)
    .where(
      and(eq(identities.workspaceId, workspaceId), eq(identities.provider, 'user'), eq(identities.subject, userId)),
    )
  return row?.personId
}

/** Our own portal identifies people by their id here. */
async function findMember(tx: Db, workspaceId: string, userId: string): Promise<string | undefined> {
  if (!uuid.test(userId)) return undefined
  const [row] = await tx
    .select({ personId: members.personId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.personId, userId)))
  return row?.personId
}
