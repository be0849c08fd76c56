import { type Db, identities, people } from '@quarterdeck/db'
import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'

/**
 * An address belongs to one person here, and Clerk's users may pass one on. Whose it is follows from what each of them
 * claims now, not from the order in which we heard of it: a verified claim before an unverified one, then the latest.
 * An account with a password of its own keeps its address; see ADR 0005.
 */
export async function settleEmail(tx: Db, address: string): Promise<void> {
  const [winner] = await tx
    .select({
      personId: identities.personId,
      emailVerified: identities.emailVerified,
      since: identities.providerUpdatedAt,
    })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .where(and(eq(identities.provider, 'clerk'), eq(identities.email, address), isNull(people.deactivatedAt)))
    .orderBy(desc(identities.emailVerified), desc(identities.providerUpdatedAt), asc(identities.subject))
    .limit(1)
  const [holder] = await tx
    .select({ id: people.id, isOwn: sql<boolean>`${people.passwordHash} is not null or not ${hasClerkIdentity}` })
    .from(people)
    .where(eq(people.email, address))
  const isKept = holder && (holder.id === winner?.personId || holder.isOwn)
  if (holder && !isKept) await tx.update(people).set(noEmail).where(eq(people.id, holder.id))
  if (!winner || (holder?.isOwn && holder.id !== winner.personId)) return
  // An address that its account has verified here stays verified, whatever Clerk knows of it.
  const emailVerifiedAt = winner.emailVerified ? winner.since : holder?.isOwn ? sql`${people.emailVerifiedAt}` : null
  await tx.update(people).set({ email: address, emailVerifiedAt }).where(eq(people.id, winner.personId))
}

const noEmail = { email: null, emailVerifiedAt: null }

const hasClerkIdentity = sql`exists (select from ${identities} where ${identities.personId} = ${people.id} and ${identities.provider} = 'clerk')`

/** The account that a Clerk user turns out to be: both sides have proven the address, and no other Clerk user is it. */
export async function findAccount(tx: Db, address: string): Promise<string | undefined> {
  const [account] = await tx
    .select({ id: people.id })
    .from(people)
    .where(
      and(
        eq(people.email, address),
        isNotNull(people.emailVerifiedAt),
        isNull(people.deactivatedAt),
        sql`not ${hasClerkIdentity}`,
      ),
    )
  return account?.id
}
