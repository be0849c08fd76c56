import { type Db, identities, members, people } from '@quarterdeck/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  addressSubject,
  audit,
  type Deps,
  forbidden,
  newId,
  type Origin,
  type RateRule,
  takeRate,
  unauthenticated,
} from '../../kernel/index.ts'
import { readKey } from '../access.ts'
import type { VisitorInput } from '../inputs.ts'
import type { VisitorDto } from '../model.ts'
import { openSession, readSession } from '../sessions.ts'

/** New visitors of one address: an office behind one has room, a program that makes people up has not. */
const newVisitors: RateRule = { name: 'visitors', limit: 60, windowSeconds: 600, failClosed: true }
/** @throws DomainError `limit_reached` */
export const takeVisitorRate = (deps: Deps, origin: Origin) => takeRate(deps, newVisitors, addressSubject(origin.ip))

/** @throws DomainError `unauthenticated` for a key that is none. */
export async function workspaceOfKey(deps: Deps, writeKey: string): Promise<string> {
  const key = await readKey(deps, writeKey)
  if (!key?.scopes.includes('ingest')) throw unauthenticated('This is no write key')
  return key.workspaceId
}

/**
 * Whose token a browser shows, if it still opens this workspace.
 * @returns the answer that the browser got with it, too: who shows it again stays who they are.
 */
export async function readVisitorToken(
  deps: Deps,
  workspaceId: string,
  token: string | undefined,
): Promise<VisitorDto | null> {
  const known = token ? await readSession(deps, token) : null
  if (!token || !known?.workspaces.some(({ id }) => id === workspaceId)) return null
  return { token, expiresAt: known.expiresAt.toISOString(), person: known.person }
}

/**
 * Signs a visitor in who has no account, so that they can write to support: as a customer without a name. A browser that
 * was here before shows the token that it got then, and stays who it was. The anonymous id alone opens nothing: it stands
 * in every event that the browser sends.
 * @throws DomainError `unauthenticated` for a key that is none, `limit_reached`
 */
export async function signInVisitor(deps: Deps, origin: Origin, input: VisitorInput): Promise<VisitorDto> {
  const workspaceId = await workspaceOfKey(deps, input.writeKey)
  const known = await readVisitorToken(deps, workspaceId, input.visitorToken)
  if (known) return known
  await takeVisitorRate(deps, origin)
  return deps.db.transaction(async tx => {
    const personId = newId()
    await tx.insert(people).values({ id: personId, lastSeenAt: deps.clock.now() })
    await tx.insert(members).values({ workspaceId, personId, role: 'member' })
    // A browser that identified itself, or was a visitor before, stays with whom it is known as.
    const subject = input.anonymousId ?? `visitor-${personId}`
    await tx.insert(identities).values({ workspaceId, provider: 'anonymous', subject, personId }).onConflictDoNothing()
    return openVisit(tx, deps, origin, { workspaceId, personId, action: 'auth.visitor' })
  })
}

interface Visit {
  workspaceId: string
  personId: string
  action: 'auth.visitor' | 'auth.identifyVisitor'
}

/** A session for the widget's own token: without a cookie, and without a refresh token. */
async function openVisit(
  tx: Db,
  deps: Deps,
  origin: Origin,
  { workspaceId, personId, action }: Visit,
): Promise<VisitorDto> {
  const opened = await openSession(tx, deps, personId, origin, newId())
  const [person] = await tx
    .select({ id: people.id, email: people.email, name: people.name })
    .from(people)
    .where(eq(people.id, personId))
  if (!person) throw unauthenticated('This user is gone')
  const actor = { kind: 'person' as const, id: personId, name: person.name ?? 'Visitor' }
  await audit(tx, { workspaceId, actor, origin }, { action, entity: 'person', entityId: personId })
  return { token: opened.token, expiresAt: opened.expiresAt.toISOString(), person }
}

/** What a person has who is more than a visitor: any of it, and their things are not given away for a token. */
const hasAccount = sql<boolean>`(${people.email} is not null or ${people.passwordHash} is not null
  or ${people.deactivatedAt} is not null or exists (select from ${members} where ${members.personId} = ${people.id}
    and ${members.role} <> 'member') or (select count(*) from ${members} where ${members.personId} = ${people.id}) <> 1)`
const namedBy = (...providers: ('user' | 'clerk' | 'stripe')[]) =>
  sql<boolean>`exists (select from ${identities} where ${identities.personId} = ${people.id}
    and ${inArray(identities.provider, providers)})`

/** Whether somebody is known by their token only: made by `auth.visitor`, a customer of this workspace and nothing else. */
export async function isVisitor(tx: Db, workspaceId: string, personId: string): Promise<boolean> {
  const [row] = await tx
    .select({ more: sql<boolean>`(${hasAccount} or ${namedBy('user', 'clerk', 'stripe')})` })
    .from(people)
    .innerJoin(members, and(eq(members.personId, people.id), eq(members.workspaceId, workspaceId)))
    .where(eq(people.id, personId))
  return row?.more === false
}

/**
 * Opens a session for a user whose id the site's server has signed, and makes the person if nobody was called that yet.
 * @throws DomainError `forbidden` for one with an account here: that is opened by signing in.
 */
export async function signInUser(
  tx: Db,
  deps: Deps,
  origin: Origin,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<VisitorDto> {
  const personId = await findOrMakeUser(tx, workspaceId, userId)
  const [row] = await tx
    .select({ more: sql<boolean>`(${hasAccount} or ${namedBy('clerk', 'stripe')})` })
    .from(people)
    .where(eq(people.id, personId))
  if (row?.more !== false) throw forbidden('This user has an account here: sign in to it')
  await tx.update(people).set({ lastSeenAt: deps.clock.now() }).where(eq(people.id, personId))
  return openVisit(tx, deps, origin, { workspaceId, personId, action: 'auth.identifyVisitor' })
}

async function findOrMakeUser(tx: Db, workspaceId: string, userId: string): Promise<string> {
  const called = { workspaceId, provider: 'user' as const, subject: userId }
  const find = () =>
    tx
      .select({ personId: identities.personId })
      .from(identities)
      .where(
        and(eq(identities.workspaceId, workspaceId), eq(identities.provider, 'user'), eq(identities.subject, userId)),
      )
  const [known] = await find()
  if (known) return known.personId
  const personId = newId()
  await tx.insert(people).values({ id: personId })
  const made = await tx
    .insert(identities)
    .values({ ...called, personId })
    .onConflictDoNothing()
    .returning()
  if (made.length > 0) {
    await tx.insert(members).values({ workspaceId, personId, role: 'member' })
    return personId
  }
  // A tracker was first: its person is the one.
  await tx.delete(people).where(eq(people.id, personId))
  const [other] = await find()
  if (!other) throw new Error(`The person behind user ${userId} could not be found`)
  return other.personId
}
