import { type Db, identities, members, people } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { audit, newId, type Scope } from '../kernel/index.ts'
import { findAccount, settleEmail } from './clerk-emails.ts'
import { type ClerkEvent, clerkTime } from './clerk-webhook.ts'
import { deactivatePerson, isLastOwner } from './deactivate.ts'

const words = z.string().trim().max(200).nullish().catch(null)

const address = z.object({
  id: z.string().nullish(),
  email_address: z.string().trim().toLowerCase().max(320),
  verification: z.object({ status: z.string().nullish() }).nullish().catch(null),
})

const user = z.object({
  id: z.string().min(1).max(200),
  first_name: words,
  last_name: words,
  username: words,
  primary_email_address_id: z.string().nullish().catch(null),
  email_addresses: z.array(address).nullish().catch(null),
  updated_at: clerkTime.nullish().catch(null),
})

const deletedUser = z.object({ id: z.string().min(1).max(200) })

/** What a delivery about a user came to. */
export interface ClerkUserResult {
  userId: string
  personId: string
  isDeleted: boolean
  /** Addresses that may have another holder now, or another proof. */
  addresses: string[]
}

/** What is known here of a Clerk user. */
interface Known {
  personId: string
  at: Date | null
  tieBreak: string
  email: string | null
  deactivatedAt: Date | null
}

/**
 * Orders everything that changes who a person is, or what of a workspace's records is theirs: such changes look for
 * each other, and two that run at once would not see one another.
 */
export async function lockPeople(tx: Db, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`people:${workspaceId}`}, 0))`)
}

async function findUser(tx: Db, workspaceId: string, userId: string): Promise<Known | undefined> {
  const [row] = await tx
    .select({
      personId: identities.personId,
      at: identities.providerUpdatedAt,
      tieBreak: identities.tieBreak,
      email: identities.email,
      deactivatedAt: people.deactivatedAt,
    })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .where(isUser(workspaceId, userId))
  return row
}

const isUser = (workspaceId: string, userId: string) =>
  and(eq(identities.workspaceId, workspaceId), eq(identities.provider, 'clerk'), eq(identities.subject, userId))

/** Applies `user.created`, `user.updated` and `user.deleted`. Call `lockPeople` first. */
export async function applyClerkUser(
  tx: Db,
  scope: Scope,
  event: ClerkEvent,
  deliveryId: string,
): Promise<ClerkUserResult> {
  return event.type === 'user.deleted'
    ? deleteUser(tx, scope, event)
    : upsertUser(tx, scope, event, `${event.timestamp?.toISOString() ?? ''}:${deliveryId}`)
}

async function upsertUser(tx: Db, scope: Scope, event: ClerkEvent, tieBreak: string): Promise<ClerkUserResult> {
  const data = user.parse(event.data)
  const { id: userId } = data
  const at = data.updated_at ?? event.timestamp
  if (!at) throw new Error('The event does not say when its user changed')
  const known = await findUser(tx, scope.workspaceId, userId)
  const isOlder = known?.at && (at < known.at || (at.getTime() === known.at.getTime() && tieBreak <= known.tieBreak))
  // Clerk never gives a deleted user's id away again: whatever comes now is late.
  if (known && (known.deactivatedAt || isOlder)) {
    return { userId, personId: known.personId, isDeleted: known.deactivatedAt !== null, addresses: [] }
  }
  const { email, emailVerified } = primaryEmail(data)
  const personId = known?.personId ?? (await linkUser(tx, scope, userId, emailVerified ? email : null))
  const name = [data.first_name, data.last_name].filter(Boolean).join(' ') || data.username || null
  await tx
    .update(people)
    .set({ name: sql`coalesce(${name}, case when ${people.passwordHash} is not null then ${people.name} end)` })
    .where(eq(people.id, personId))
  await tx
    .update(identities)
    .set({ providerUpdatedAt: at, tieBreak, email, emailVerified })
    .where(isUser(scope.workspaceId, userId))
  const addresses = [...new Set([email, known?.email].flatMap(address => address ?? []))]
  for (const address of addresses) await settleEmail(tx, address)
  return { userId, personId, isDeleted: false, addresses }
}

function primaryEmail({ primary_email_address_id: primary, email_addresses: addresses }: z.infer<typeof user>) {
  const chosen = addresses?.find(({ id }) => id && id === primary) ?? addresses?.[0]
  return { email: chosen?.email_address ?? null, emailVerified: chosen?.verification?.status === 'verified' }
}

/** Joins a new Clerk user to the account that they have here, or to a new person. */
export async function linkUser(tx: Db, scope: Scope, userId: string, verifiedEmail: string | null): Promise<string> {
  const account = verifiedEmail ? await findAccount(tx, verifiedEmail) : undefined
  const personId = account ?? newId()
  if (!account) await tx.insert(people).values({ id: personId })
  const [linked] = await tx
    .insert(identities)
    .values({ workspaceId: scope.workspaceId, provider: 'clerk', subject: userId, personId })
    .onConflictDoNothing()
    .returning({ personId: identities.personId })
  if (!linked) {
    // Their token came first, this moment, in a request of their own.
    if (!account) await tx.delete(people).where(eq(people.id, personId))
    const other = await findUser(tx, scope.workspaceId, userId)
    if (!other) throw new Error('The identity of this user came and went')
    return other.personId
  }
  // Only now: whoever is taken out of the workspace later stays out, whatever Clerk says of them.
  await tx.insert(members).values({ workspaceId: scope.workspaceId, personId, role: 'member' }).onConflictDoNothing()
  if (account) {
    const after = { provider: 'clerk', subject: userId }
    await audit(tx, scope, { action: 'people.link', entity: 'person', entityId: personId, after })
  }
  return personId
}

/** Their id is kept, with a person without a name, so that what comes late is recognised. */
async function deleteUser(tx: Db, scope: Scope, event: ClerkEvent): Promise<ClerkUserResult> {
  const { id: userId } = deletedUser.parse(event.data)
  const { workspaceId } = scope
  const at = event.timestamp ?? new Date(0)
  const known = await findUser(tx, workspaceId, userId)
  const isKept = known !== undefined && (await isLastOwner(tx, known.personId))
  const personId = known && !isKept ? known.personId : newId()
  if (!known || isKept) {
    await tx.insert(people).values({ id: personId })
    await tx
      .insert(identities)
      .values({ workspaceId, provider: 'clerk', subject: userId, personId })
      .onConflictDoUpdate({
        target: [identities.workspaceId, identities.provider, identities.subject],
        set: { personId },
      })
  }
  await deactivatePerson(tx, personId, at)
  await tx.update(identities).set({ providerUpdatedAt: at, tieBreak: '' }).where(isUser(workspaceId, userId))
  if (known?.email) await settleEmail(tx, known.email)
  const after = { provider: 'clerk', subject: userId, ...(isKept && { lastOwnerKept: known.personId }) }
  await audit(tx, scope, { action: 'people.deactivate', entity: 'person', entityId: personId, after })
  return { userId, personId, isDeleted: true, addresses: known?.email ? [known.email] : [] }
}
