import { chatSessions, type Db, identities, issues, members, people, type Role } from '@quarterdeck/db'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, forbidden, notFound, type Scope } from '../../kernel/index.ts'
import type { UpdateMeInput, UpdatePersonInput } from '../inputs.ts'
import { type MeDto, type MemberDetailDto, outranks } from '../model.ts'
import { getMe, getPerson } from '../queries/people.ts'

const membership = ({ workspaceId }: Scope, personId: string) =>
  and(eq(members.workspaceId, workspaceId), eq(members.personId, personId))

/** The role of whoever acts; the product itself has the highest. */
export const roleOf = ({ actor }: Scope): Role => (actor.kind === 'person' ? actor.role : 'owner')

/**
 * Locks the workspace's owners, so that two of them cannot step down at once, and finds the member.
 * @throws DomainError `not_found`; `forbidden` when they rank above whoever acts; `conflict` for the last owner, unless
 * they keep the role.
 */
export async function holdMember(tx: Db, scope: Scope, personId: string, next: Role | null): Promise<{ role: Role }> {
  const owners = await tx
    .select({ personId: members.personId })
    .from(members)
    .where(and(eq(members.workspaceId, scope.workspaceId), eq(members.role, 'owner')))
    .orderBy(members.personId)
    .for('update')
  const [member] = await tx
    .select({ role: members.role })
    .from(members)
    .where(membership(scope, personId))
    .for('update')
  if (!member) throw notFound('This person')
  const own = roleOf(scope)
  if (outranks(member.role, own)) throw forbidden(`Your role is ${own}; theirs is ${member.role}`)
  if (next && outranks(next, own)) throw forbidden(`Your role is ${own}, so you cannot make anybody ${next}`)
  if (member.role === 'owner' && next !== 'owner' && owners.length < 2) {
    throw conflict('This is the last owner: make somebody else an owner first')
  }
  return member
}

/** A person has one name everywhere, so nobody but they may change it once several workspaces know them. */
async function refuseSharedName(tx: Db, scope: Scope, personId: string): Promise<void> {
  const [elsewhere] = await tx
    .select({ id: members.workspaceId })
    .from(members)
    .where(and(eq(members.personId, personId), ne(members.workspaceId, scope.workspaceId)))
    .limit(1)
  if (elsewhere) throw forbidden('Other workspaces know them too: only they can change their name')
}

/** @throws DomainError `not_found`, `forbidden`, `conflict`. */
export async function updatePerson(deps: Deps, scope: Scope, input: UpdatePersonInput): Promise<MemberDetailDto> {
  const { id, name, role } = input
  return deps.db.transaction(async tx => {
    const before = await getPerson({ db: tx }, scope, { id })
    await holdMember(tx, scope, id, role ?? before.role)
    const now = deps.clock.now()
    if (role) await tx.update(members).set({ role, updatedAt: now }).where(membership(scope, id))
    if (name !== undefined) {
      await refuseSharedName(tx, scope, id)
      await tx.update(people).set({ name, updatedAt: now }).where(eq(people.id, id))
    }
    const after = await getPerson({ db: tx }, scope, { id })
    await audit(tx, scope, {
      action: 'people.update',
      entity: 'person',
      entityId: id,
      before: { name: before.name, role: before.role },
      after: { name: after.name, role: after.role },
    })
    return after
  })
}

/** Changes one's own name and preferences. */
export async function updateMe(deps: Deps, scope: Scope, { name, preferences }: UpdateMeInput): Promise<MeDto> {
  return deps.db.transaction(async tx => {
    const before = await getMe({ db: tx }, scope)
    await tx
      .update(people)
      .set({
        updatedAt: deps.clock.now(),
        ...(name !== undefined && { name }),
        ...(preferences && {
          preferences: sql`jsonb_strip_nulls(${people.preferences} || ${JSON.stringify(preferences)}::text::jsonb)`,
        }),
      })
      .where(eq(people.id, before.id))
    const after = await getMe({ db: tx }, scope)
    await audit(tx, scope, {
      action: 'people.updateMe',
      entity: 'person',
      entityId: before.id,
      before: { name: before.name, preferences: before.preferences },
      after: { name: after.name, preferences: after.preferences },
    })
    return after
  })
}

/** Takes somebody out of the workspace. Their account, and what they did here, stay: erasing is another verb. */
export async function removePerson(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const { role } = await holdMember(tx, scope, id, null)
    const here = { workspaceId: scope.workspaceId }
    await tx
      .update(issues)
      .set({ assigneeId: null })
      .where(and(eq(issues.workspaceId, here.workspaceId), eq(issues.assigneeId, id)))
    await tx
      .update(chatSessions)
      .set({ active: false, endedAt: deps.clock.now() })
      .where(and(eq(chatSessions.workspaceId, here.workspaceId), eq(chatSessions.personId, id), chatSessions.active))
    // A provider's name for them stays, so that its tokens do not bring them back as somebody new.
    const ofTrackers = inArray(identities.provider, ['user', 'anonymous'])
    const theirs = and(eq(identities.workspaceId, here.workspaceId), eq(identities.personId, id))
    await tx.delete(identities).where(and(theirs, ofTrackers))
    await tx.delete(members).where(membership(scope, id))
    await audit(tx, scope, { action: 'people.remove', entity: 'person', entityId: id, before: { role } })
    return { id }
  })
}
