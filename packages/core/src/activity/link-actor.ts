import { type Db, gitActors, members, people } from '@quarterdeck/db'
import { and, eq, isNotNull } from 'drizzle-orm'
import { mayAct } from '../identity/index.ts'
import { audit, type Deps, forbidden, notFound, type Scope } from '../kernel/index.ts'
import { getActor } from './actors.ts'
import type { LinkActorInput } from './inputs.ts'
import type { ActorDto } from './model.ts'

type Actor = Pick<typeof gitActors.$inferSelect, 'email' | 'personId'>

const isAdmin = ({ actor }: Scope): boolean =>
  actor.kind === 'system' || (actor.kind === 'person' && mayAct(actor.role, 'admin'))

/** Admins say who anybody is; others only that an account whose address is theirs is they themselves, or no longer. */
async function mayLink(tx: Db, scope: Scope, actor: Actor, personId: string | null): Promise<boolean> {
  const { actor: caller } = scope
  if (isAdmin(scope)) return true
  if (caller.kind !== 'person') return false
  if (personId === null) return actor.personId === caller.id
  const isFree = actor.personId === null || actor.personId === caller.id
  if (personId !== caller.id || !isFree || actor.email === null) return false
  const isTheirs = and(eq(people.id, caller.id), eq(people.email, actor.email), isNotNull(people.emailVerifiedAt))
  return (await tx.select({ id: people.id }).from(people).where(isTheirs)).length > 0
}

/**
 * Says which member somebody in the repositories is, or that they are nobody here. It holds against what addresses say.
 * @throws DomainError `not_found`, also for a person who is no member; `forbidden` for what only admins may say.
 */
export async function linkActor(deps: Deps, scope: Scope, { actorId, personId }: LinkActorInput): Promise<ActorDto> {
  const { workspaceId } = scope
  return deps.db.transaction(async tx => {
    const isThis = and(eq(gitActors.workspaceId, workspaceId), eq(gitActors.id, actorId))
    const [actor] = await tx.select().from(gitActors).where(isThis).for('update')
    if (!actor) throw notFound('This actor')
    if (personId) {
      const isMember = and(eq(members.workspaceId, workspaceId), eq(members.personId, personId))
      const [member] = await tx.select({ id: members.personId }).from(members).where(isMember)
      if (!member) throw notFound('This person')
    }
    // For others what is so already changes nothing, and decides nothing.
    if (actor.personId === personId && !isAdmin(scope)) return getActor({ ...deps, db: tx }, scope, { id: actorId })
    if (!(await mayLink(tx, scope, actor, personId))) {
      throw forbidden('Only admins say who others are; for yourself, verify the address that your commits bear')
    }
    const now = deps.clock.now()
    await tx.update(gitActors).set({ personId, linkDecidedAt: now, updatedAt: now }).where(isThis)
    await audit(tx, scope, {
      action: 'actors.link',
      entity: 'git_actor',
      entityId: actorId,
      before: { personId: actor.personId },
      after: { personId },
    })
    return getActor({ ...deps, db: tx }, scope, { id: actorId })
  })
}
