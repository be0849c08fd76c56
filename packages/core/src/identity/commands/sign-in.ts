import { people } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps, Origin } from '../../kernel/index.ts'
import { guardAttempts } from '../attempts.ts'
import type { SignInInput } from '../inputs.ts'
import type { SignedInDto } from '../model.ts'
import { hashPassword, isOutdated, isPassword } from '../passwords.ts'
import { mismatch, signInChecked } from './open-session.ts'

/** @throws DomainError `unauthenticated`, the same for an unknown e-mail and a wrong password; `limit_reached`. */
export async function signIn(deps: Deps, origin: Origin, { email, password }: SignInInput): Promise<SignedInDto> {
  return guardAttempts(deps, origin, { name: 'sign_in', subject: email }, () => check(deps, origin, email, password))
}

async function check(deps: Deps, origin: Origin, email: string, password: string): Promise<SignedInDto> {
  const [person] = await deps.db
    .select({ id: people.id, passwordHash: people.passwordHash, deactivatedAt: people.deactivatedAt })
    .from(people)
    .where(eq(people.email, email))
  const matches = await isPassword(person?.passwordHash ?? null, password)
  if (!person?.passwordHash || !matches || person.deactivatedAt) throw mismatch()
  return signInChecked(deps, origin, person.id, await upToDate(deps, person.id, person.passwordHash, password))
}

/**
 * Hashes a password anew that was hashed with other parameters: only now is it known.
 * @returns the hash that is stored, unless the password was changed meanwhile.
 */
async function upToDate({ db }: Deps, id: string, stored: string, password: string): Promise<string> {
  if (!isOutdated(stored)) return stored
  const passwordHash = await hashPassword(password)
  const changed = await db
    .update(people)
    .set({ passwordHash })
    .where(and(eq(people.id, id), eq(people.passwordHash, stored)))
    .returning({ id: people.id })
  return changed.length > 0 ? passwordHash : stored
}
