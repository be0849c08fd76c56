import { type Db, members, people, workspaces } from '@quarterdeck/db'
import { and, asc, eq, isNull } from 'drizzle-orm'
import { audit, type Deps, type Origin, unauthenticated } from '../../kernel/index.ts'
import { type OpenedFamily, openFamily } from '../families.ts'
import { type MembershipDto, type SignedInDto, toMembershipDto } from '../model.ts'

/** Said alike for an unknown e-mail, a wrong password and a person who was deactivated. */
export const mismatch = () => unauthenticated('This e-mail and password do not match')

/**
 * Signs a person in whose password was just checked.
 * @param passwordHash what it was checked against: when it has changed since, the answer is a mismatch.
 */
export async function signInChecked(
  deps: Deps,
  origin: Origin,
  personId: string,
  passwordHash: string,
): Promise<SignedInDto> {
  return deps.db.transaction(async tx => {
    const [person] = await tx
      .update(people)
      .set({ lastSeenAt: deps.clock.now() })
      .where(and(eq(people.id, personId), eq(people.passwordHash, passwordHash), isNull(people.deactivatedAt)))
      .returning({ id: people.id })
    if (!person) throw mismatch()
    const opened = await openFor(tx, deps, origin, personId)
    const actor = {
      kind: 'person' as const,
      id: personId,
      name: opened.person.name ?? opened.person.email ?? 'Somebody',
    }
    const place = { workspaceId: opened.workspaces[0]?.id ?? null, actor, origin }
    await audit(tx, place, { action: 'auth.signIn', entity: 'person', entityId: personId })
    return opened
  })
}

/** Opens a session for a person, in the transaction that found them entitled to it. */
export async function openFor(tx: Db, deps: Deps, origin: Origin, personId: string): Promise<SignedInDto> {
  return describeOpened(tx, personId, await openFamily(tx, deps, personId, origin))
}

export async function describeOpened(tx: Db, personId: string, opened: OpenedFamily): Promise<SignedInDto> {
  const [person] = await tx
    .select({ id: people.id, email: people.email, name: people.name })
    .from(people)
    .where(eq(people.id, personId))
  if (!person) throw mismatch()
  return {
    token: opened.token,
    expiresAt: opened.expiresAt.toISOString(),
    refreshToken: opened.refreshToken,
    refreshExpiresAt: opened.refreshExpiresAt.toISOString(),
    person,
    workspaces: await membershipsOf(tx, personId),
  }
}

async function membershipsOf(tx: Db, personId: string): Promise<MembershipDto[]> {
  const memberships = await tx
    .select({ id: workspaces.id, name: workspaces.name, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.personId, personId))
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id))
  return memberships.map(toMembershipDto)
}
