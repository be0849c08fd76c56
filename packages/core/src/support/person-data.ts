import {
  attachments,
  conversations,
  type Db,
  escalations,
  messages,
  receivedEmails,
  supportDuty,
} from '@quarterdeck/db'
import { and, desc, eq, or, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'

const isOwn = ({ workspaceId, personId }: KnownPerson) =>
  and(eq(conversations.workspaceId, workspaceId), eq(conversations.personId, personId))

async function exportAll(db: Db, person: KnownPerson): Promise<Record<string, unknown>> {
  const { workspaceId, personId } = person
  const said = await db
    .select({ message: messages, customer: conversations.personId })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        // What they said, and what was said to them; notes about them are the team's.
        or(eq(messages.authorId, personId), and(eq(conversations.personId, personId), eq(messages.internal, false))),
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(exportLimit)
  const files = await db
    .select({ id: attachments.id, name: attachments.name, type: attachments.type, size: attachments.size })
    .from(attachments)
    .innerJoin(conversations, eq(conversations.id, attachments.conversationId))
    .where(or(isOwn(person), and(eq(attachments.workspaceId, workspaceId), eq(attachments.uploaderId, personId))))
    .limit(exportLimit)
  const received = await db
    .select({ email: receivedEmails })
    .from(receivedEmails)
    .innerJoin(conversations, eq(conversations.id, receivedEmails.conversationId))
    .where(isOwn(person))
    .limit(exportLimit)
  return {
    conversations: await db.select().from(conversations).where(isOwn(person)).limit(exportLimit),
    messages: said.map(({ message }) => message),
    attachments: files,
    receivedEmails: received.map(({ email }) => email),
    escalations: await db
      .select()
      .from(escalations)
      .where(and(eq(escalations.workspaceId, workspaceId), eq(escalations.assigneeId, personId)))
      .limit(exportLimit),
  }
}

/** What they wrote becomes somebody else's, or nobody's. */
async function reassignMessages(tx: Db, { workspaceId, personId }: KnownPerson, to: string | null): Promise<void> {
  // Held in one order, as whoever writes messages holds them; readers learn of the change by its number.
  await tx.execute(sql`with held as (
      select c.id from conversations c where c.workspace_id = ${workspaceId} and c.id in (
        select m.conversation_id from messages m where m.workspace_id = ${workspaceId} and m.author_id = ${personId})
      order by c.id for update)
    update conversations c set last_change = c.last_change + (
        select count(*)::int from messages m where m.conversation_id = c.id and m.author_id = ${personId})
      from held where c.id = held.id`)
  await tx.execute(sql`update messages m set author_id = ${to}, change = numbered.change from (
      select m2.id, c.last_change - row_number() over (partition by m2.conversation_id order by m2.seq desc)::int + 1 as change
      from messages m2 join conversations c on c.id = m2.conversation_id
      where m2.workspace_id = ${workspaceId} and m2.author_id = ${personId}) numbered
    where m.id = numbered.id`)
}

/** Conversations of theirs go whole. What they wrote to others as staff stays the customer's, without them. */
async function eraseAll(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, personId } = person
  // Questions and drafts of answers stand in the steps of their workflows.
  await tx.execute(sql`delete from workflows where workspace_id = ${workspaceId} and entity = 'conversation'
    and entity_id in (select id from conversations where workspace_id = ${workspaceId} and person_id = ${personId})`)
  await tx.delete(conversations).where(isOwn(person))
  await reassignMessages(tx, person, null)
  const ownFiles = and(eq(attachments.workspaceId, workspaceId), eq(attachments.uploaderId, personId))
  await tx.update(attachments).set({ uploaderId: null }).where(ownFiles)
  for (const table of [conversations, escalations] as const) {
    await tx
      .update(table)
      .set({ assigneeId: null })
      .where(and(eq(table.workspaceId, workspaceId), eq(table.assigneeId, personId)))
  }
  await tx.execute(sql`update agent_prompts set author_id = null
    where workspace_id = ${workspaceId} and author_id = ${personId}`)
  await tx.delete(supportDuty).where(and(eq(supportDuty.workspaceId, workspaceId), eq(supportDuty.personId, personId)))
  await eraseFromTexts(tx, person)
}

/** Conversations, with all that is in them, go to the person. Whoever writes into one meanwhile comes before or after. */
async function mergeAll(tx: Db, visitor: KnownPerson, personId: string): Promise<void> {
  const { workspaceId, personId: visitorId } = visitor
  await tx.execute(sql`select id from conversations where workspace_id = ${workspaceId} and person_id = ${visitorId}
    order by id for update`)
  await reassignMessages(tx, visitor, personId)
  await tx.update(conversations).set({ personId }).where(isOwn(visitor))
  await tx
    .update(attachments)
    .set({ uploaderId: personId })
    .where(and(eq(attachments.workspaceId, workspaceId), eq(attachments.uploaderId, visitorId)))
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What staff and the AI wrote to others loses the words that name them: "Mei Tanaka has joined the conversation." */
async function eraseFromTexts(tx: Db, { workspaceId, email, name }: KnownPerson): Promise<void> {
  for (const term of [email, name]) {
    if (!term || term.length < 3) continue
    const pattern = literal(term)
    await tx.execute(sql`update messages set content = regexp_replace(content, ${pattern}, ${erasedName}, 'gi')
      where workspace_id = ${workspaceId} and content ~* ${pattern}`)
    await tx.execute(sql`update message_deliveries set body = regexp_replace(body, ${pattern}, ${erasedName}, 'gi'),
        error = regexp_replace(error, ${pattern}, ${erasedName}, 'gi')
      where workspace_id = ${workspaceId} and (body ~* ${pattern} or error ~* ${pattern})`)
    await tx.execute(sql`update received_emails set text = regexp_replace(text, ${pattern}, ${erasedName}, 'gi'),
        subject = regexp_replace(subject, ${pattern}, ${erasedName}, 'gi')
      where workspace_id = ${workspaceId} and (text ~* ${pattern} or subject ~* ${pattern})`)
    await tx.execute(sql`update escalations set reason = regexp_replace(reason, ${pattern}, ${erasedName}, 'gi')
      where workspace_id = ${workspaceId} and reason ~* ${pattern}`)
    await tx.execute(sql`update conversations set subject = regexp_replace(subject, ${pattern}, ${erasedName}, 'gi')
      where workspace_id = ${workspaceId} and subject ~* ${pattern}`)
  }
}

/** Their conversations, and what they did in others' as staff. */
export const supportPersonSource: PersonSource = {
  export: exportAll,
  erase: eraseAll,
  merge: mergeAll,
  timeline: ({ workspaceId, personId }) => [
    sql`select created_at as at, id, 'conversation' as kind, 'Began conversation #' || number as title,
        jsonb_build_object('conversationId', id, 'number', number, 'channel', channel, 'status', status) as data
      from conversations where workspace_id = ${workspaceId} and person_id = ${personId}`,
  ],
}
