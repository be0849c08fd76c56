import { type Db, emailOfPayment, identities, members, payments, people } from '@quarterdeck/db'
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { findPayer, linkPayer } from './payers.ts'
import type { CustomerHints } from './stripe-objects.ts'

/** How sure a hint is; a surer one that comes later moves a customer. */
const sureness = { email: 1, personId: 2, clientReference: 3 } as const

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

interface Said {
  at: Date
  eventId: string
}

/**
 * Joins a customer of Stripe's to a person: by the checkout's `client_reference_id`, by `metadata.personId`, or by an
 * address that the person has verified here. Which of several hints wins does not depend on their order.
 */
export async function linkCustomer(
  tx: Db,
  workspaceId: string,
  hints: CustomerHints,
  said: Said,
  now: Date,
): Promise<void> {
  const { subject } = hints
  if (!subject) return
  const found = await findHinted(tx, workspaceId, hints)
  // An address is believed once; the two others by when they were said, so that the last word is the last.
  const when = found?.by === 'email' ? '' : `${said.at.toISOString()}:${said.eventId}`
  if (found) await nameCustomer(tx, workspaceId, subject, found.personId, `${sureness[found.by]}:${when}`)
  await linkPayer(tx, workspaceId, 'stripe', subject, now)
}

async function nameCustomer(
  tx: Db,
  workspaceId: string,
  subject: string,
  personId: string,
  tieBreak: string,
): Promise<void> {
  const values = { personId, tieBreak }
  await tx
    .insert(identities)
    .values({ workspaceId, provider: 'stripe', subject, ...values })
    .onConflictDoUpdate({
      target: [identities.workspaceId, identities.provider, identities.subject],
      set: values,
      setWhere: sql`${identities.tieBreak} collate "C" < excluded.tie_break collate "C"`,
    })
}

async function findHinted(tx: Db, workspaceId: string, { clientReference, personId, email }: CustomerHints) {
  const byReference = clientReference && (await findKnown(tx, workspaceId, clientReference))
  if (byReference) return { personId: byReference, by: 'clientReference' as const }
  const byMetadata = personId && (await findKnown(tx, workspaceId, personId))
  if (byMetadata) return { personId: byMetadata, by: 'personId' as const }
  const byEmail = email && (await findByEmail(tx, workspaceId, email.trim().toLowerCase()))
  return byEmail ? { personId: byEmail, by: 'email' as const } : null
}

/** Somebody whom this workspace knows, also if they were deleted since. */
async function findKnown(tx: Db, workspaceId: string, id: string): Promise<string | undefined> {
  if (!uuid.test(id)) return undefined
  const isMember = sql`exists (select from ${members} where ${members.workspaceId} = ${workspaceId} and ${members.personId} = ${people.id})`
  const isNamed = sql`exists (select from ${identities} where ${identities.workspaceId} = ${workspaceId} and ${identities.personId} = ${people.id})`
  const [row] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, id), sql`(${isMember} or ${isNamed})`))
  return row?.id
}

async function findByEmail(tx: Db, workspaceId: string, email: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: people.id })
    .from(people)
    .innerJoin(members, and(eq(members.personId, people.id), eq(members.workspaceId, workspaceId)))
    .where(and(eq(people.email, email), isNotNull(people.emailVerifiedAt), isNull(people.deactivatedAt)))
  return row?.id
}

/**
 * Customers who paid before the person with their verified address was known.
 * @param addresses only customers with one of these; without it, all.
 */
export async function linkByEmail(
  tx: Db,
  workspaceId: string,
  now: Date,
  addresses?: readonly string[],
): Promise<void> {
  if (addresses?.length === 0) return
  const email = emailOfPayment(payments)
  const rows = await tx
    .selectDistinct({ subject: payments.payerSubject, personId: people.id })
    .from(payments)
    .innerJoin(people, eq(people.email, email))
    .innerJoin(members, and(eq(members.personId, people.id), eq(members.workspaceId, workspaceId)))
    .where(
      and(
        eq(payments.workspaceId, workspaceId),
        eq(payments.provider, 'stripe'),
        isNull(payments.personId),
        addresses && inArray(email, [...addresses]),
        isNotNull(people.emailVerifiedAt),
        isNull(people.deactivatedAt),
      ),
    )
  for (const { subject, personId } of rows) {
    if (!subject || (await findPayer(tx, workspaceId, 'stripe', subject))) continue
    await nameCustomer(tx, workspaceId, subject, personId, `${sureness.email}:`)
    await linkPayer(tx, workspaceId, 'stripe', subject, now)
  }
}
