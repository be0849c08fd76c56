import {
  chatSessions,
  type Db,
  identities,
  members,
  oneTimeTokens,
  people,
  refreshTokens,
  sessions,
} from '@quarterdeck/db'
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'

/** Nobody could let anybody in any more if the last owner of a workspace went. */
export async function isLastOwner(tx: Db, personId: string): Promise<boolean> {
  const others = sql`exists (select from members other join people on people.id = other.person_id
    where other.workspace_id = ${members.workspaceId} and other.role = 'owner' and other.person_id <> ${personId}
    and people.deactivated_at is null)`
  const [alone] = await tx
    .select({ workspaceId: members.workspaceId })
    .from(members)
    .where(and(eq(members.personId, personId), eq(members.role, 'owner'), sql`not ${others}`))
    .limit(1)
  return alone !== undefined
}

/**
 * Takes from a person everything that identifies them or lets them in. Left is a row without a name, so that records
 * which must be kept still have an owner, and the provider's ids, so that a late delivery raises nobody from the dead.
 */
export async function deactivatePerson(tx: Db, personId: string, at: Date): Promise<void> {
  await tx
    .update(people)
    .set({
      ...{ email: null, name: null, passwordHash: null, emailVerifiedAt: null, lastSeenAt: null, preferences: {} },
      deactivatedAt: sql`least(${people.deactivatedAt}, ${at.toISOString()}::timestamptz)`,
    })
    .where(eq(people.id, personId))
  await tx.delete(sessions).where(eq(sessions.userId, personId))
  await tx.delete(refreshTokens).where(eq(refreshTokens.personId, personId))
  await tx.delete(oneTimeTokens).where(eq(oneTimeTokens.personId, personId))
  await tx.delete(chatSessions).where(eq(chatSessions.personId, personId))
  await tx.delete(members).where(eq(members.personId, personId))
  const isProvider = inArray(identities.provider, ['clerk', 'stripe'])
  await tx
    .delete(identities)
    .where(and(eq(identities.personId, personId), notInArray(identities.provider, ['clerk', 'stripe'])))
  await tx
    .update(identities)
    .set({ email: null, emailVerified: false })
    .where(and(eq(identities.personId, personId), isProvider))
}
