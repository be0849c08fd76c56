import { type Db, members, people } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { audit, countUse, type Deps, type Origin, sendEmail, sha256, unavailable } from '../../kernel/index.ts'
import { guardAttempts } from '../attempts.ts'
import type { SignUpInput } from '../inputs.ts'
import { alreadyKnownMail, firstWorkspace, mailWorkspaceOf, verificationMail } from '../mails.ts'
import type { SignedInDto } from '../model.ts'
import { issueToken } from '../one-time-tokens.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { mismatch, openFor, signInChecked } from './open-session.ts'

/**
 * Makes an account and signs it in, as a customer of this installation's first workspace: the one whose portal it is.
 * An e-mail that has an account is told nothing: with its password this is a sign-in, with another it fails as one
 * does, and the owner of the address gets a message (docs/adr/0006).
 * @throws DomainError `unauthenticated`, `limit_reached`.
 */
export async function signUp(deps: Deps, origin: Origin, input: SignUpInput): Promise<SignedInDto> {
  return guardAttempts(deps, origin, { name: 'sign_up', subject: input.email }, async () => {
    const signedIn =
      (await signInKnown(deps, origin, input)) ??
      (await makeAccount(deps, origin, input)) ??
      // Somebody else made this account a moment ago.
      (await signInKnown(deps, origin, input))
    if (!signedIn) throw unavailable('This did not work just now; try again', 1)
    return signedIn
  })
}

/** Null when the e-mail has no account. */
async function signInKnown(deps: Deps, origin: Origin, input: SignUpInput): Promise<SignedInDto | null> {
  const { email, password } = input
  const [known] = await deps.db
    .select({ id: people.id, passwordHash: people.passwordHash })
    .from(people)
    .where(eq(people.email, email))
  if (!known) return null
  const matches = await isPassword(known.passwordHash, password)
  if (matches && known.passwordHash) return signInChecked(deps, origin, known.id, known.passwordHash)
  await tellOwner(deps, known.id, email)
  throw mismatch()
}

/** At most once an hour for an address: the form is not to be a way to flood a mailbox. */
async function tellOwner(deps: Deps, personId: string, email: string): Promise<void> {
  const rule = { name: 'sign_up_notice', limit: 1, windowSeconds: 3_600, failClosed: true }
  if (!(await countUse(deps, rule, sha256(email))).allowed) return
  await deps.db.transaction(async tx => {
    const workspaceId = await mailWorkspaceOf(tx, personId)
    await sendEmail(tx, deps, { workspaceId, to: email, ...alreadyKnownMail(deps) })
  })
}

/** Null when the e-mail got an account meanwhile. */
async function makeAccount(deps: Deps, origin: Origin, input: SignUpInput): Promise<SignedInDto | null> {
  const { email, password, name } = input
  const passwordHash = await hashPassword(password)
  return deps.db.transaction(async tx => {
    const workspaceId = await portalWorkspace(tx)
    const [made] = await tx
      .insert(people)
      .values({ email, passwordHash, name: name ?? null, lastSeenAt: deps.clock.now() })
      .onConflictDoNothing()
      .returning({ id: people.id })
    if (!made) return null
    const { id } = made
    await tx.insert(members).values({ workspaceId, personId: id, role: 'member' })
    const actor = { kind: 'person' as const, id, name: name ?? email }
    const entry = { action: 'auth.signUp', entity: 'person', entityId: id, after: { email } }
    await audit(tx, { workspaceId, actor, origin }, entry)
    const token = await issueToken(tx, deps, { purpose: 'verify_email', email, personId: id })
    await sendEmail(tx, deps, { workspaceId, to: email, ...verificationMail(deps, token) })
    return openFor(tx, deps, origin, id)
  })
}

async function portalWorkspace(tx: Db): Promise<string> {
  try {
    return (await firstWorkspace(tx)).id
  } catch (error) {
    throw unavailable('This installation has no workspace yet; try again in a moment', 5, error)
  }
}
