import { type Db, members, oneTimeTokens, people, type Role, workspaces } from '@quarterdeck/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import {
  audit,
  type ById,
  type Deps,
  forbidden,
  invalid,
  notFound,
  type Origin,
  type Scope,
  sendEmail,
  sha256,
} from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'
import { guardAttempts } from '../attempts.ts'
import { type AcceptInvitationInput, type CreateInvitationInput, newPassword } from '../inputs.ts'
import { invitationMail } from '../mails.ts'
import { type InvitationDto, outranks, type SignedInDto } from '../model.ts'
import { issueToken, linkIsOver, takeToken } from '../one-time-tokens.ts'
import { hashPassword, isPassword } from '../passwords.ts'
import { invitationId, readInvitation } from '../queries/list-invitations.ts'
import { mismatch, openFor } from './open-session.ts'
import { roleOf } from './people.ts'

const liveFor = (workspaceId: string) =>
  and(eq(oneTimeTokens.purpose, 'invitation'), eq(oneTimeTokens.workspaceId, workspaceId), isNull(oneTimeTokens.usedAt))

/**
 * Invites somebody by e-mail. Of the invitations to one address, only the latest works.
 * @throws DomainError `forbidden` when the role is above the inviter's own.
 */
export async function createInvitation(deps: Deps, scope: Scope, input: CreateInvitationInput): Promise<InvitationDto> {
  const { email, role } = input
  const { workspaceId, actor } = scope
  if (outranks(role, roleOf(scope))) throw forbidden(`Your role is ${roleOf(scope)}, so you cannot invite as ${role}`)
  return deps.db.transaction(async tx => {
    const [workspace] = await tx
      .select({ name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, workspaceId))
    if (!workspace) throw notFound('This workspace')
    await tx.delete(oneTimeTokens).where(and(liveFor(workspaceId), eq(oneTimeTokens.email, email)))
    const invitedBy = actor.kind === 'person' ? actor.id : null
    const token = await issueToken(tx, deps, { purpose: 'invitation', email, workspaceId, role, invitedBy })
    await sendEmail(tx, deps, { workspaceId, to: email, ...invitationMail(deps, workspace.name, token) })
    const made = await readInvitation(tx, workspaceId, token)
    await audit(tx, scope, { action: 'invitations.create', entity: 'invitation', entityId: made.id, after: input })
    return made
  })
}

/** @throws DomainError `not_found` when it was accepted or revoked already. */
export async function revokeInvitation(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const [gone] = await tx
      .delete(oneTimeTokens)
      .where(and(liveFor(scope.workspaceId), eq(invitationId, id)))
      .returning({ email: oneTimeTokens.email, role: oneTimeTokens.role })
    if (!gone) throw notFound('This invitation')
    await audit(tx, scope, { action: 'invitations.revoke', entity: 'invitation', entityId: id, before: gone })
    return { id }
  })
}

interface Invited {
  personId: string
  name: string
}

/**
 * Who accepts. An account that is there is entered by its own session or password only: an invitation that was passed on
 * must not open it.
 */
async function findOrMakeInvited(
  tx: Db,
  deps: Deps,
  email: string,
  signedIn: SignedIn | null,
  { name, password }: AcceptInvitationInput,
): Promise<Invited> {
  if (signedIn?.person.email === email) {
    return { personId: signedIn.person.id, name: signedIn.person.name ?? email }
  }
  const [known] = await tx.select().from(people).where(eq(people.email, email))
  if (known) {
    if (!password) throw invalid('This address has an account: sign in, or give its password', needsPassword)
    const matches = await isPassword(known.passwordHash, password)
    if (!matches || known.deactivatedAt) throw mismatch()
    return { personId: known.id, name: known.name ?? email }
  }
  const chosen = newPassword.safeParse(password)
  if (!chosen.success) throw invalid('Choose a password of at least 10 characters', needsPassword)
  const [made] = await tx
    .insert(people)
    .values({
      email,
      name: name ?? null,
      passwordHash: await hashPassword(chosen.data),
      emailVerifiedAt: deps.clock.now(),
      lastSeenAt: deps.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: people.id })
  if (!made) throw mismatch()
  return { personId: made.id, name: name ?? email }
}

const needsPassword = [{ path: 'password', message: 'needed' }]

/** Makes them a member with this role; who is one already keeps the higher of the two. */
async function enter(tx: Db, workspaceId: string, personId: string, role: Role): Promise<Role> {
  const [member] = await tx
    .insert(members)
    .values({ workspaceId, personId, role })
    .onConflictDoUpdate({
      target: [members.workspaceId, members.personId],
      // Touched only to lock it, and to see what is there.
      set: { updatedAt: sql`now()` },
    })
    .returning({ role: members.role })
  if (!member || !outranks(role, member.role)) return member?.role ?? role
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.workspaceId, workspaceId), eq(members.personId, personId)))
  return role
}

/**
 * Accepts an invitation and signs in. Without an account for its address, makes one: the link proves the address.
 * @param signedIn whose session the request came with, if any.
 * @throws DomainError `invalid` when the link does not work any more or a password is needed, `unauthenticated` when the
 * account's password is another.
 */
export async function acceptInvitation(
  deps: Deps,
  origin: Origin,
  signedIn: SignedIn | null,
  input: AcceptInvitationInput,
): Promise<SignedInDto> {
  // A wrong password rolls the use of the link back, so that the right one can still be given.
  const attempt = { name: 'sign_in', subject: sha256(input.token) } as const
  const accept = () =>
    deps.db.transaction(async tx => {
      const { email, workspaceId, role } = await takeToken(tx, deps, 'invitation', input.token)
      if (!workspaceId || !role) throw linkIsOver()
      const { personId, name } = await findOrMakeInvited(tx, deps, email, signedIn, input)
      const entered = await enter(tx, workspaceId, personId, role)
      const place = { workspaceId, actor: { kind: 'person' as const, id: personId, name }, origin }
      const entry = { action: 'invitations.accept', entity: 'person', entityId: personId, after: { role: entered } }
      await audit(tx, place, entry)
      return openFor(tx, deps, origin, personId)
    })
  return guardAttempts(deps, origin, attempt, accept)
}
