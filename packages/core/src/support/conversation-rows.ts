import { agents, conversations, type Db, escalations, people } from '@quarterdeck/db'
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound, type Scope } from '../kernel/index.ts'
import { answeringOf } from './answering.ts'
import type { ConversationDto, EscalationDto, NamedPerson } from './model.ts'
import { isStaff, personOf } from './who.ts'

const assignee = alias(people, 'assignee')
const escalationAssignee = alias(people, 'escalation_assignee')
type PersonColumns = { id: string; name: string | null; email: string | null }

/** Staff by name; to customers never by address. */
export const namedStaff = (person: PersonColumns | null, forStaff: boolean): NamedPerson | null =>
  person && { id: person.id, name: person.name ?? (forStaff ? person.email : null) ?? 'Our team' }

const visible = (forStaff: boolean) => (forStaff ? sql`` : sql` and not m.internal`)
const said = (forStaff: boolean) =>
  sql`from messages m where m.conversation_id = ${conversations.id}${visible(forStaff)}`

/** What the customer came with. */
export const opening = () => sql<
  string | null
>`(select left(m.content, 200) from messages m where m.conversation_id = conversations.id and not m.internal
    and m.deleted_at is null and m.author_kind = 'person' order by m.seq limit 1)`

const columns = (forStaff: boolean) => ({
  conversation: conversations,
  person: { id: people.id, name: people.name, email: people.email },
  assignee: { id: assignee.id, name: assignee.name, email: assignee.email },
  agent: { id: agents.id, name: agents.name },
  escalation: escalations,
  escalationAssignee: {
    id: escalationAssignee.id,
    name: escalationAssignee.name,
    email: escalationAssignee.email,
  },
  // A customer is not to see by it that there are notes.
  lastSeq: forStaff
    ? sql<number>`${conversations.lastSeq}`
    : sql<number>`(select coalesce(max(m.seq), 0) ${said(false)})`,
  preview: sql<
    string | null
  >`(select left(m.content, 200) ${said(forStaff)} and m.deleted_at is null and m.role <> 'system'
    order by m.seq desc limit 1)`,
  opening: opening(),
  unread: forStaff
    ? sql<number>`(select count(*)::int ${said(true)} and m.deleted_at is null and m.author_kind = 'person'
        and m.seq > ${conversations.staffReadSeq})`
    : sql<number>`(select count(*)::int ${said(false)} and m.deleted_at is null and m.author_kind <> 'person'
        and m.seq > ${conversations.personReadSeq})`,
})

/** Select what `toConversationDto` is made of. */
export const selectConversations = (db: Db, forStaff: boolean) =>
  db
    .select(columns(forStaff))
    .from(conversations)
    .innerJoin(people, eq(people.id, conversations.personId))
    .leftJoin(assignee, eq(assignee.id, conversations.assigneeId))
    .leftJoin(agents, eq(agents.id, conversations.agentId))
    .leftJoin(escalations, and(eq(escalations.conversationId, conversations.id), isNull(escalations.resolvedAt)))
    .leftJoin(escalationAssignee, eq(escalationAssignee.id, escalations.assigneeId))
    .$dynamic()

type Row = Awaited<ReturnType<typeof selectConversations>>[number]
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export function toEscalationDto(
  escalation: typeof escalations.$inferSelect,
  person: PersonColumns | null,
  now: Date,
  forStaff: boolean,
): EscalationDto {
  const { id, conversationId, reason, priority, dueAt, openedAt, acceptedAt, resolvedAt } = escalation
  return {
    ...{ id, conversationId, priority },
    // In the words of whoever decided, which were not meant for the customer.
    reason: forStaff ? reason : '',
    dueAt: dueAt.toISOString(),
    assignee: namedStaff(person, forStaff),
    openedAt: openedAt.toISOString(),
    acceptedAt: iso(acceptedAt),
    resolvedAt: iso(resolvedAt),
    overdue: !acceptedAt && !resolvedAt && dueAt < now,
  }
}

function csatOf({ csatScore: score, csatComment: comment, csatAt: at }: Row['conversation']) {
  return score === null || at === null ? null : { score, comment, at: at.toISOString() }
}

export function toConversationDto(row: Row, now: Date, forStaff: boolean): ConversationDto {
  const { conversation, person, agent, escalation, lastSeq, preview, opening, unread } = row
  const { id, number, subject, status, priority, channel, handler, category, product, language } = conversation
  const { personReadSeq, staffReadSeq, mailedSeq, lastChange, handedBackSeq } = conversation
  const assigned = namedStaff(row.assignee, forStaff)
  const waiting = escalation && toEscalationDto(escalation, row.escalationAssignee, now, forStaff)
  return {
    ...{ id, number, subject, status, priority, channel, handler, category, product, language },
    ...{
      personReadSeq,
      staffReadSeq,
      mailedSeq,
      lastSeq,
      lastChange,
      handedBackSeq,
      preview,
      opening,
      unread,
      person,
      agent,
    },
    answering: answeringOf({ status, handler, assignee: assigned, escalation: waiting }),
    assignee: assigned,
    tags: forStaff ? conversation.tags : [],
    metadata: forStaff ? conversation.metadata : {},
    lastMessageAt: conversation.lastMessageAt.toISOString(),
    firstResponseAt: iso(conversation.firstResponseAt),
    resolvedAt: iso(conversation.resolvedAt),
    csat: csatOf(conversation),
    escalation: waiting,
    createdAt: conversation.createdAt.toISOString(),
  }
}

/** What the caller may see at all: customers their own. */
export const seenBy = (scope: Scope): SQL | undefined => {
  const own = personOf(scope)
  return and(
    eq(conversations.workspaceId, scope.workspaceId),
    isStaff(scope) || own === null ? undefined : eq(conversations.personId, own),
  )
}

/** @throws DomainError `not_found` */
export async function readConversation(db: Db, scope: Scope, id: string, now: Date): Promise<ConversationDto> {
  const forStaff = isStaff(scope)
  const [row] = await selectConversations(db, forStaff).where(and(seenBy(scope), eq(conversations.id, id)))
  if (!row) throw notFound('This conversation')
  return toConversationDto(row, now, forStaff)
}
