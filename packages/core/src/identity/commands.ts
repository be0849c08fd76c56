import { members, people, workspaces } from '@quarterdeck/db'
import { asc, eq } from 'drizzle-orm'
import { audit, conflict, type Deps, type Origin, unauthenticated, unavailable } from '../kernel/index.ts'
import { personScope, type SignedIn } from './access.ts'
import type { SignInInput, SignUpInput } from './inputs.ts'
import type { MembershipDto, PersonDto, SessionDto, SignedInDto } from './model.ts'
import { hashPassword, isPassword } from './passwords.ts'
import { endSession, openSession } from './sessions.ts'

/** @throws DomainError `unauthenticated`, the same for an unknown e-mail and a wrong password. */
export async function signIn(deps: Deps, origin: Origin, { email, password }: SignInInput): Promise<SignedInDto> {
  const [person] = await deps.db.select().from(people).where(eq(people.email, email))
  const matches = await isPassword(person?.passwordHash ?? null, password)
  if (!person || !matches) throw unauthenticated('This e-mail and password do not match')
  return openFor(deps, origin, { id: person.id, email: person.email, name: person.name })
}

/**
 * Makes an account and signs it in, as a customer of this installation's first workspace: the one whose portal it is.
 * @throws DomainError `conflict` when the e-mail has an account.
 */
export async function signUp(deps: Deps, origin: Origin, { email, password, name }: SignUpInput): Promise<SignedInDto> {
  const passwordHash = await hashPassword(password)
  const person = await deps.db.transaction(async tx => {
    const [workspace] = await tx
      .select({ id: workspaces.id, name: workspaces.name })
      .from(workspaces)
      .orderBy(asc(workspaces.createdAt))
      .limit(1)
    if (!workspace) throw unavailable('This installation has no workspace yet; try again in a moment', 5)
    const [made] = await tx
      .insert(people)
      .values({ email, passwordHash, name: name ?? null })
      .onConflictDoNothing()
      .returning({ id: people.id, email: people.email, name: people.name })
    if (!made) throw conflict('There is an account with this e-mail: sign in instead')
    await tx.insert(members).values({ workspaceId: workspace.id, personId: made.id, role: 'member' })
    const scope = personScope(
      { person: made, expiresAt: deps.clock.now(), workspaces: [{ ...workspace, role: 'member' }] },
      workspace.id,
      'member',
      origin,
    )
    await audit(tx, scope, { action: 'auth.signUp', entity: 'person', entityId: made.id, after: { email } })
    return made
  })
  return openFor(deps, origin, person)
}

async function openFor(deps: Deps, origin: Origin, person: PersonDto): Promise<SignedInDto> {
  const { token, expiresAt } = await openSession(deps.db, person.id, origin)
  return { token, expiresAt: expiresAt.toISOString(), person, workspaces: await membershipsOf(deps, person.id) }
}

async function membershipsOf({ db }: Deps, personId: string): Promise<MembershipDto[]> {
  return db
    .select({ id: workspaces.id, name: workspaces.name, role: members.role })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.personId, personId))
    .orderBy(asc(workspaces.createdAt))
}

/** Ends the session that the token opened; an unknown token changes nothing. */
export async function signOut(deps: Deps, token: string | null): Promise<void> {
  if (token) await endSession(deps.db, token)
}

export function describeSession({ person, workspaces: memberships, expiresAt }: SignedIn): SessionDto {
  return { person, workspaces: memberships, expiresAt: expiresAt.toISOString() }
}
