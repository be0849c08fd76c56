import { agents, type Db, messages, people } from '@quarterdeck/db'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { erasedName } from '../identity/index.ts'
import { notFound, type Scope } from '../kernel/index.ts'
import { rankOf } from './channels/delivery-status.ts'
import type { AttachmentDto, DeliveryDto, MessageDto } from './model.ts'
import { linked } from './sources.ts'
import { isStaff } from './who.ts'

// With the id, so that somebody without a name is not taken for somebody who is gone.
const person = { id: people.id, name: people.name, email: people.email }
const columns = {
  message: messages,
  person,
  agent: agents.name,
  attachments: sql<Omit<AttachmentDto, 'url'>[]>`(select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id, 'name', a.name, 'type', a.type, 'size', a.size) order by a.created_at, a.id), '[]')
    from attachments a where a.message_id = ${messages.id})`,
  deliveries: sql<DeliveryDto[]>`(select coalesce(jsonb_agg(jsonb_build_object(
      'channel', d.channel, 'status', d.status, 'error', d.error) order by d.part), '[]')
    from message_deliveries d where d.message_id = ${messages.id})`,
  shortened: sql<boolean>`exists (select from received_emails e where e.message_id = ${messages.id}
    and e.text <> '' and e.text <> ${messages.content})`,
}

/** Select what `toMessageDto` is made of. */
const selectMessages = (db: Db) =>
  db
    .select(columns)
    .from(messages)
    .leftJoin(people, and(eq(people.id, messages.authorId), inArray(messages.authorKind, ['person', 'staff'])))
    .leftJoin(agents, and(eq(agents.id, messages.authorId), eq(messages.authorKind, 'agent')))
    .$dynamic()

type Row = Awaited<ReturnType<typeof selectMessages>>[number]

function authorName({ message, person: known, agent }: Row, forStaff: boolean): string {
  if (message.authorKind === 'system') return 'System'
  if (message.authorKind === 'agent') return agent ?? 'Assistant'
  if (known?.name) return known.name
  if (message.authorKind === 'staff') return forStaff ? (known?.email ?? (known ? 'Somebody' : erasedName)) : 'Our team'
  return known?.email ?? (known ? 'Customer' : erasedName)
}

function worstOf(deliveries: readonly DeliveryDto[], forStaff: boolean): DeliveryDto | null {
  const [worst] = deliveries.toSorted(
    (a, b) => Number(b.status === 'failed') - Number(a.status === 'failed') || rankOf(a.status) - rankOf(b.status),
  )
  return worst ? { ...worst, error: forStaff ? worst.error : null } : null
}

function toMessageDto(row: Row, forStaff: boolean): MessageDto {
  const { message, attachments, deliveries, shortened } = row
  const { workspaceId: _, authorKind, authorId, citations, createdAt, editedAt, deletedAt, ...rest } = message
  return {
    ...rest,
    author: { kind: authorKind, id: authorId, name: authorName(row, forStaff) },
    citations: (citations ?? []).map(citation => linked(citation, message.id)),
    attachments: attachments.map(file => ({ ...file, url: `/attachments/${file.id}` })),
    delivery: worstOf(deliveries, forStaff),
    shortened: shortened && forStaff,
    createdAt: createdAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    deletedAt: deletedAt?.toISOString() ?? null,
  }
}

/** What the asker may see of a conversation's messages: notes are for staff. */
const visible = (scope: Scope, conversationId: string): SQL | undefined =>
  and(
    eq(messages.workspaceId, scope.workspaceId),
    eq(messages.conversationId, conversationId),
    isStaff(scope) ? undefined : eq(messages.internal, false),
  )

/** Messages of one conversation that the asker may see. That the conversation is theirs to see was checked before. */
export async function readMessages(
  db: Db,
  scope: Scope,
  conversationId: string,
  { where, order, limit }: { where?: SQL | undefined; order: SQL; limit: number },
): Promise<MessageDto[]> {
  const rows = await selectMessages(db)
    .where(and(visible(scope, conversationId), where))
    .orderBy(order)
    .limit(limit)
  return rows.map(row => toMessageDto(row, isStaff(scope)))
}

/** @throws DomainError `not_found` */
export async function readMessage(db: Db, scope: Scope, id: string): Promise<MessageDto> {
  const [row] = await selectMessages(db).where(and(eq(messages.workspaceId, scope.workspaceId), eq(messages.id, id)))
  if (!row) throw notFound('This message')
  return toMessageDto(row, isStaff(scope))
}
