import { identities, members, people } from '@quarterdeck/db'
import {
  addressSubject,
  audit,
  type Deps,
  newId,
  type Origin,
  type RateRule,
  takeRate,
  unauthenticated,
} from '../../kernel/index.ts'
import { readKey } from '../access.ts'
import type { VisitorInput } from '../inputs.ts'
import type { VisitorDto } from '../model.ts'
import { openSession, readSession } from '../sessions.ts'

/** New visitors of one address: an office behind one has room, a program that makes people up has not. */
const newVisitors: RateRule = { name: 'visitors', limit: 60, windowSeconds: 600, failClosed: true }

/**
 * Signs a visitor in who has no account, so that they can write to support: as a customer without a name. A browser that
 * was here before shows the token that it got then, and stays who it was. The anonymous id alone opens nothing: it stands
 * in every event that the browser sends.
 * @throws DomainError `unauthenticated` for a key that is none, `limit_reached`
 */
export async function signInVisitor(deps: Deps, origin: Origin, input: VisitorInput): Promise<VisitorDto> {
  const key = await readKey(deps, input.writeKey)
  if (!key?.scopes.includes('ingest')) throw unauthenticated('This is no write key')
  const { workspaceId } = key
  const known = input.visitorToken ? await readSession(deps, input.visitorToken) : null
  if (input.visitorToken && known?.workspaces.some(({ id }) => id === workspaceId)) {
    return { token: input.visitorToken, expiresAt: known.expiresAt.toISOString(), person: known.person }
  }
  await takeRate(deps, newVisitors, addressSubject(origin.ip))
  return deps.db.transaction(async tx => {
    const personId = newId()
    await tx.insert(people).values({ id: personId, lastSeenAt: deps.clock.now() })
    await tx.insert(members).values({ workspaceId, personId, role: 'member' })
    // A browser that identified itself, or was a visitor before, stays with whom it is known as.
    const subject = input.anonymousId ?? `visitor-${personId}`
    await tx.insert(identities).values({ workspaceId, provider: 'anonymous', subject, personId }).onConflictDoNothing()
    const opened = await openSession(tx, deps, personId, origin, newId())
    const actor = { kind: 'person' as const, id: personId, name: 'Visitor' }
    await audit(tx, { workspaceId, actor, origin }, { action: 'auth.visitor', entity: 'person', entityId: personId })
    const person = { id: personId, email: null, name: null }
    return { token: opened.token, expiresAt: opened.expiresAt.toISOString(), person }
  })
}
