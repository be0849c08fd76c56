import { people } from '@quarterdeck/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit, type Deps, forbidden, type Origin } from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'
import { countAttempt, guardAttempts } from '../attempts.ts'
import { endAllFamilies } from '../families.ts'
import type { ChangePasswordInput, EmailInput, ResetPasswordInput } from '../inputs.ts'
import { passwordResetJob } from '../jobs.ts'
import { mailWorkspaceOf } from '../mails.ts'
import { linkIsOver, takePersonToken } from '../one-time-tokens.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { gone, placeOf } from './self.ts'

/** Asks for a link to set a new password. The answer, and the work for it, are the same when nobody has the e-mail. */
export async function requestPasswordReset(
  deps: Deps,
  origin: Origin,
  { email }: EmailInput,
): Promise<{ requested: true }> {
  await countAttempt(deps, 'password_reset', origin, email)
  const [person] = await deps.db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.email, email), isNull(people.deactivatedAt)))
  const personId = person?.id ?? null
  await deps.db.transaction(tx => deps.jobs.enqueue(tx, passwordResetJob, { personId }))
  return { requested: true }
}

/**
 * Sets a new password with a link from an e-mail, and ends every sign-in: whoever else knew the old one is out.
 * @throws DomainError `invalid` when the link does not work any more.
 */
export async function resetPassword(
  deps: Deps,
  origin: Origin,
  { token, password }: ResetPasswordInput,
): Promise<{ reset: true }> {
  const passwordHash = await hashPassword(password)
  await deps.db.transaction(async tx => {
    const taken = await takePersonToken(tx, deps, 'reset_password', token)
    const now = deps.clock.now()
    const [person] = await tx
      .update(people)
      // Whoever got the link can read the mailbox.
      .set({
        passwordHash,
        emailVerifiedAt: sql`coalesce(${people.emailVerifiedAt}, ${now.toISOString()}::timestamptz)`,
      })
      .where(and(eq(people.id, taken.personId), eq(people.email, taken.email), isNull(people.deactivatedAt)))
      .returning({ id: people.id, name: people.name })
    if (!person) throw linkIsOver()
    const endedSessions = await endAllFamilies(tx, person.id)
    const actor = { kind: 'person' as const, id: person.id, name: person.name ?? taken.email }
    const place = { workspaceId: await mailWorkspaceOf(tx, person.id), actor, origin }
    const entry = { action: 'auth.resetPassword', entity: 'person', entityId: person.id, after: { endedSessions } }
    await audit(tx, place, entry)
  })
  return { reset: true }
}

/**
 * Changes the caller's password and ends their other sign-ins.
 * @throws DomainError `forbidden` when the current password is wrong, or there is none to change.
 */
export async function changePassword(
  deps: Deps,
  signedIn: SignedIn,
  origin: Origin,
  { current, next }: ChangePasswordInput,
): Promise<{ endedSessions: number }> {
  const { id, email } = signedIn.person
  return guardAttempts(deps, origin, { name: 'password', subject: email ?? id }, async () => {
    const [person] = await deps.db.select({ passwordHash: people.passwordHash }).from(people).where(eq(people.id, id))
    if (!person) throw gone()
    const checked = person.passwordHash
    const matches = await isPassword(checked, current)
    if (!checked || !matches) throw wrongPassword()
    const passwordHash = await hashPassword(next)
    return deps.db.transaction(async tx => {
      const [changed] = await tx
        .update(people)
        .set({ passwordHash })
        .where(and(eq(people.id, id), eq(people.passwordHash, checked)))
        .returning({ id: people.id })
      if (!changed) throw wrongPassword()
      const endedSessions = await endAllFamilies(tx, id, signedIn.familyId)
      const entry = { action: 'auth.changePassword', entity: 'person', entityId: id, after: { endedSessions } }
      await audit(tx, placeOf(signedIn, origin), entry)
      return { endedSessions }
    })
  })
}

const wrongPassword = () => forbidden('The current password is not right')
