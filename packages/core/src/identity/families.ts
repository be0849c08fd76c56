import { type Db, people, refreshTokens, sessions } from '@quarterdeck/db'
import { and, eq, isNull, ne, type SQL } from 'drizzle-orm'
import { type Deps, days, later, newId, newSecret, type Origin, sha256 } from '../kernel/index.ts'
import { deleteSessions, type OpenedSession, openSession } from './sessions.ts'

// A family is what one sign-in became by refreshing: one live session, one unused refresh token, and the used ones.
// Whoever changes a family first locks its refresh tokens in a statement of its own: the statements that follow then
// see what another refresh has just committed.

/** Longer than a session, so that a program that comes back late can still refresh. */
const refreshLifetime = days(90)

export interface OpenedFamily extends OpenedSession {
  familyId: string
  refreshToken: string
  refreshExpiresAt: Date
}

/** Opens a session with its refresh token, as a new family or as the next of one. */
export async function openFamily(
  tx: Db,
  deps: Deps,
  personId: string,
  origin: Origin,
  familyId = newId(),
): Promise<OpenedFamily> {
  const refreshToken = newSecret()
  const refreshExpiresAt = later(deps.clock.now(), refreshLifetime)
  const session = await openSession(tx, deps, personId, origin, familyId)
  await tx.insert(refreshTokens).values({ hash: sha256(refreshToken), familyId, personId, expiresAt: refreshExpiresAt })
  return { ...session, familyId, refreshToken, refreshExpiresAt }
}

const lock = (tx: Db, where: SQL | undefined) =>
  tx.select({ hash: refreshTokens.hash }).from(refreshTokens).where(where).orderBy(refreshTokens.hash).for('update')

/** Ends one sign-in: its session and every token that could renew it. */
export async function endFamily(tx: Db, familyId: string): Promise<void> {
  await lock(tx, eq(refreshTokens.familyId, familyId))
  await deleteSessions(tx, familyId)
  await tx.delete(refreshTokens).where(eq(refreshTokens.familyId, familyId))
}

/**
 * Ends every sign-in of a person, or all but one.
 * @returns how many sessions were open.
 */
export async function endAllFamilies(tx: Db, personId: string, except: string | null = null): Promise<number> {
  const tokens = and(eq(refreshTokens.personId, personId), except ? ne(refreshTokens.familyId, except) : undefined)
  await lock(tx, tokens)
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, personId), except ? ne(sessions.familyId, except) : undefined))
    .returning({ id: sessions.id })
  await tx.delete(refreshTokens).where(tokens)
  return ended.length
}

export type Rotation =
  | { kind: 'renewed'; personId: string; opened: OpenedFamily }
  | { kind: 'reused'; personId: string }
  | { kind: 'unknown' }

/**
 * Uses up a refresh token: its session ends, a new one with a new token begins. A token that was used before is a
 * copy in other hands, so the whole family ends; that outcome is returned, not thrown, because it must be committed.
 */
export async function rotate(tx: Db, deps: Deps, refreshToken: string, origin: Origin): Promise<Rotation> {
  const byHash = eq(refreshTokens.hash, sha256(refreshToken))
  const [known] = await tx.select({ familyId: refreshTokens.familyId }).from(refreshTokens).where(byHash)
  if (!known) return { kind: 'unknown' }
  const { familyId } = known
  await lock(tx, eq(refreshTokens.familyId, familyId))
  const [token] = await tx
    .select({ personId: people.id, usedAt: refreshTokens.usedAt, expiresAt: refreshTokens.expiresAt })
    .from(refreshTokens)
    .innerJoin(people, and(eq(people.id, refreshTokens.personId), isNull(people.deactivatedAt)))
    .where(byHash)
  if (!token) return { kind: 'unknown' }
  const now = deps.clock.now()
  if (token.usedAt) {
    await deleteSessions(tx, familyId)
    const unused = and(eq(refreshTokens.familyId, familyId), isNull(refreshTokens.usedAt))
    await tx.update(refreshTokens).set({ usedAt: now }).where(unused)
    return { kind: 'reused', personId: token.personId }
  }
  if (token.expiresAt <= now) return { kind: 'unknown' }
  await deleteSessions(tx, familyId)
  await tx.update(refreshTokens).set({ usedAt: now }).where(byHash)
  return {
    kind: 'renewed',
    personId: token.personId,
    opened: await openFamily(tx, deps, token.personId, origin, familyId),
  }
}
