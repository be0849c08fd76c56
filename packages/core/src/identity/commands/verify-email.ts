import { people } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { audit, type Deps, type Origin, sendEmail } from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'
import { countAttempt } from '../attempts.ts'
import type { TokenInput } from '../inputs.ts'
import { mailWorkspaceOf, verificationMail } from '../mails.ts'
import { issueToken, linkIsOver, takePersonToken } from '../one-time-tokens.ts'
import { gone, placeOf } from './self.ts'

/** Sends the caller a link that proves their address; none when it is proven already, or when they have no address. */
export async function sendVerification(deps: Deps, signedIn: SignedIn, origin: Origin): Promise<{ sent: boolean }> {
  const { id } = signedIn.person
  const [person] = await deps.db
    .select({ email: people.email, verifiedAt: people.emailVerifiedAt })
    .from(people)
    .where(eq(people.id, id))
  if (!person) throw gone()
  const { email } = person
  if (!email || person.verifiedAt) return { sent: false }
  await countAttempt(deps, 'verification', origin, email)
  await deps.db.transaction(async tx => {
    const token = await issueToken(tx, deps, { purpose: 'verify_email', email, personId: id })
    const workspaceId = await mailWorkspaceOf(tx, id)
    await sendEmail(tx, deps, { workspaceId, to: email, ...verificationMail(deps, token) })
    await audit(tx, placeOf(signedIn, origin), { action: 'auth.sendVerification', entity: 'person', entityId: id })
  })
  return { sent: true }
}

/** @throws DomainError `invalid` when the link was used, is too old, or was for an address that they gave up since. */
export async function verifyEmail(deps: Deps, origin: Origin, { token }: TokenInput): Promise<{ verified: true }> {
  await deps.db.transaction(async tx => {
    const taken = await takePersonToken(tx, deps, 'verify_email', token)
    const [person] = await tx
      .update(people)
      .set({ emailVerifiedAt: deps.clock.now() })
      .where(and(eq(people.id, taken.personId), eq(people.email, taken.email), isNull(people.deactivatedAt)))
      .returning({ id: people.id, name: people.name, email: people.email })
    if (!person) throw linkIsOver()
    const actor = { kind: 'person' as const, id: person.id, name: person.name ?? taken.email }
    const workspaceId = await mailWorkspaceOf(tx, person.id)
    const entry = { action: 'auth.verifyEmail', entity: 'person', entityId: person.id }
    await audit(tx, { workspaceId, actor, origin }, entry)
  })
  return { verified: true }
}
