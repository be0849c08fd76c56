import { identities, members } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { mayAct } from '../identity/index.ts'
import { type Deps, invalid, notFound, type Scope } from '../kernel/index.ts'

const isStaff = ({ actor }: Scope): boolean => actor.kind !== 'person' || mayAct(actor.role, 'read')

/**
 * Whose records a caller sees who asked for somebody's, or for nobody's in particular.
 * @returns null for staff who named nobody: everybody's.
 * @throws DomainError `not_found` for a person who is not of this workspace, or whom a customer may not look at.
 */
export async function whoseRecords(deps: Deps, scope: Scope, personId: string | undefined): Promise<string | null> {
  const { actor } = scope
  const self = actor.kind === 'person' ? actor.id : null
  if (!isStaff(scope)) {
    if (personId !== undefined && personId !== self) throw notFound('This person')
    return self
  }
  if (personId !== undefined && personId !== self && !(await isKnown(deps, scope, personId)))
    throw notFound('This person')
  return personId ?? null
}

/** The same where one person is needed: the caller, unless they named somebody. */
export async function whoseOwn(deps: Deps, scope: Scope, personId: string | undefined): Promise<string> {
  const person = await whoseRecords(deps, scope, personId)
  if (person) return person
  if (scope.actor.kind === 'person') return scope.actor.id
  throw invalid('Say whose: a program has no payments of its own', [{ path: 'personId', message: 'is missing' }])
}

/** Members, and those who left or were deleted: their records are still this workspace's. */
async function isKnown({ db }: Deps, { workspaceId }: Scope, personId: string): Promise<boolean> {
  const member = db
    .select({ one: sql`1` })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.personId, personId)))
  const named = db
    .select({ one: sql`1` })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.personId, personId)))
  return (await member.union(named).limit(1)).length > 0
}
