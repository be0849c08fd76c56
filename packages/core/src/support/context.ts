import { conversations } from '@quarterdeck/db'
import { and, desc, eq, ne } from 'drizzle-orm'
import { getEntitlements } from '../billing/index.ts'
import { getPerson } from '../identity/index.ts'
import type { ById, Deps, Scope } from '../kernel/index.ts'
import { listEvents } from '../tracking/index.ts'
import { opening, readConversation } from './conversation-rows.ts'
import { isOfConversation } from './milestones.ts'
import type { ConversationContextDto } from './model.ts'

type Visit = ConversationContextDto['visits'][number]

/** How many of their events the trail goes back. */
const trailLength = 100

async function visitsOf(deps: Deps, scope: Scope, personId: string): Promise<Visit[]> {
  const { items } = await listEvents(deps, scope, { personId, limit: trailLength })
  const visits = new Map<string, Visit>()
  // Latest first, so that a visit's events are put before those that it has.
  for (const event of items) {
    if (isOfConversation(event)) continue
    const { id, name, step, visitId, occurredAt: at, device, country, errorMessage, errorType } = event
    const visit = visits.get(visitId) ?? { visitId, startedAt: at, endedAt: at, device, country, events: [] }
    visits.set(visitId, visit)
    visit.startedAt = at
    visit.events.unshift({ id, name, step, at, error: errorMessage ?? errorType })
  }
  return [...visits.values()]
}

/**
 * What helps to answer a customer: who they are, what they have, what they did before they wrote.
 * @throws DomainError `not_found`
 */
export async function getContext(deps: Deps, scope: Scope, { id }: ById): Promise<ConversationContextDto> {
  const { person } = await readConversation(deps.db, scope, id, deps.clock.now())
  const personId = person.id
  const { traits, createdAt } = await getPerson(deps, scope, { id: personId })
  const { tier, features, validUntil } = await getEntitlements(deps, scope, { personId })
  const others = await deps.db
    .select({
      id: conversations.id,
      number: conversations.number,
      subject: conversations.subject,
      opening: opening(),
      status: conversations.status,
      lastMessageAt: conversations.lastMessageAt,
    })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, scope.workspaceId),
        eq(conversations.personId, personId),
        ne(conversations.id, id),
      ),
    )
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(10)
  return {
    person: { ...person, traits, since: createdAt },
    plan: { tier, features, validUntil },
    visits: await visitsOf(deps, scope, personId),
    others: others.map(other => ({ ...other, lastMessageAt: other.lastMessageAt.toISOString() })),
  }
}
