import { type Db, people } from '@quarterdeck/db'
import { asc, inArray } from 'drizzle-orm'
import {
  type ClaimVisitorInput,
  checkUserHash,
  type IdentifyVisitorInput,
  isVisitor,
  readKnownPerson,
  readVisitorToken,
  signInUser,
  takeVisitorRate,
  type VisitorDto,
  workspaceOfKey,
} from '../identity/index.ts'
import { type AuditPlace, audit, type Deps, forbidden, type Origin, type Scope } from '../kernel/index.ts'
import { personSources } from './people-sources.ts'

/**
 * Gives what a visitor left to the person who they are. Asked by whoever has proved both: docs/adr/0014.
 * @returns false when there is no such visitor any more, or they are more than one.
 */
async function merge(tx: Db, place: AuditPlace, workspaceId: string, visitorId: string, personId: string) {
  if (visitorId === personId) return false
  const both = [visitorId, personId]
  await tx.select({ id: people.id }).from(people).where(inArray(people.id, both)).orderBy(asc(people.id)).for('update')
  if (!(await isVisitor(tx, workspaceId, visitorId))) return false
  const visitor = await readKnownPerson(tx, workspaceId, visitorId)
  for (const source of personSources) await source.merge?.(tx, visitor, personId)
  await audit(tx, place, { action: 'people.merge', entity: 'person', entityId: personId, after: { visitor: true } })
  return true
}

/**
 * Somebody who is signed in shows the token that the widget in their browser has: what they wrote as a visitor is theirs.
 * @returns `merged: false` when the token is not, or no longer, that of a visitor of this workspace.
 */
export async function claimVisitor(
  deps: Deps,
  scope: Scope,
  { visitorToken }: ClaimVisitorInput,
): Promise<{ merged: boolean }> {
  const { actor, workspaceId } = scope
  if (actor.kind !== 'person') throw forbidden('A conversation belongs to a person: sign in as one')
  const visitor = await readVisitorToken(deps, workspaceId, visitorToken)
  if (!visitor) return { merged: false }
  return deps.db.transaction(async tx => ({
    merged: await merge(tx, scope, workspaceId, visitor.person.id, actor.id),
  }))
}

/**
 * A page says who its user is, with the proof of its own server; what was written before in this browser becomes theirs.
 * @throws DomainError `unauthenticated` for a wrong key or hash, `forbidden`, `limit_reached`
 */
export async function identifyVisitor(deps: Deps, origin: Origin, input: IdentifyVisitorInput): Promise<VisitorDto> {
  const { writeKey, userId, userHash, visitorToken } = input
  const workspaceId = await workspaceOfKey(deps, writeKey)
  await takeVisitorRate(deps, origin)
  await checkUserHash(deps.db, workspaceId, userId, userHash)
  const visitor = await readVisitorToken(deps, workspaceId, visitorToken)
  return deps.db.transaction(async tx => {
    const opened = await signInUser(tx, deps, origin, { workspaceId, userId })
    const { id, name } = opened.person
    const actor = { kind: 'person' as const, id, name: name ?? 'Visitor' }
    if (visitor) await merge(tx, { workspaceId, actor, origin }, workspaceId, visitor.person.id, id)
    return opened
  })
}
