import { refreshTokens, sessions } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, type ById, type Deps, notFound, type Origin, sha256, unauthenticated } from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'
import { endAllFamilies, endFamily, rotate } from '../families.ts'
import type { RefreshInput } from '../inputs.ts'
import type { SignedInDto } from '../model.ts'
import { describeOpened } from './open-session.ts'
import { placeOf } from './self.ts'

/** Ends the sign-in that the token belongs to, refresh tokens too; an unknown token changes nothing. */
export async function signOut(deps: Deps, token: string | null): Promise<void> {
  if (!token) return
  await deps.db.transaction(async tx => {
    const [session] = await tx
      .select({ familyId: sessions.familyId })
      .from(sessions)
      .where(eq(sessions.id, sha256(token)))
    if (session) await endFamily(tx, session.familyId)
  })
}

/**
 * A new session and refresh token for a refresh token, which is used up by it; the old session ends.
 * @throws DomainError `unauthenticated` when the token is unknown, expired or used before. Using one twice ends the whole
 * sign-in: one of the two users is a thief, and nobody can tell which.
 */
export async function refresh(deps: Deps, origin: Origin, { refreshToken }: RefreshInput): Promise<SignedInDto> {
  const result = await deps.db.transaction(async tx => {
    const rotation = await rotate(tx, deps, refreshToken, origin)
    if (rotation.kind === 'reused') {
      const { personId } = rotation
      const place = { workspaceId: null, actor: { kind: 'system' as const, name: 'sign-in' }, origin }
      await audit(tx, place, { action: 'auth.refreshReused', entity: 'person', entityId: personId })
    }
    return rotation.kind === 'renewed' ? describeOpened(tx, rotation.personId, rotation.opened) : rotation
  })
  if (!('kind' in result)) return result
  throw unauthenticated(
    result.kind === 'reused'
      ? 'This refresh token was used before, so this sign-in has ended everywhere: sign in again'
      : 'This refresh token is not valid any more: sign in again',
  )
}

/** Ends one of the caller's own sign-ins. */
export async function revokeSession(
  deps: Deps,
  signedIn: SignedIn,
  origin: Origin,
  { id }: ById,
): Promise<{ id: string }> {
  await deps.db.transaction(async tx => {
    const [own] = await tx
      .select({ personId: sessions.userId })
      .from(sessions)
      .where(and(eq(sessions.familyId, id), eq(sessions.userId, signedIn.person.id)))
    const [renewable] = await tx
      .select({ personId: refreshTokens.personId })
      .from(refreshTokens)
      .where(and(eq(refreshTokens.familyId, id), eq(refreshTokens.personId, signedIn.person.id)))
      .limit(1)
    if (!own && !renewable) throw notFound('This session')
    await endFamily(tx, id)
    await audit(tx, placeOf(signedIn, origin), { action: 'auth.revokeSession', entity: 'session', entityId: id })
  })
  return { id }
}

/** Ends every sign-in of the caller, this one too. */
export async function signOutEverywhere(
  deps: Deps,
  signedIn: SignedIn,
  origin: Origin,
): Promise<{ endedSessions: number }> {
  return deps.db.transaction(async tx => {
    const endedSessions = await endAllFamilies(tx, signedIn.person.id)
    const entry = { action: 'auth.signOutEverywhere', entity: 'person', entityId: signedIn.person.id }
    await audit(tx, placeOf(signedIn, origin), { ...entry, after: { endedSessions } })
    return { endedSessions }
  })
}
