import { conversations, type Db, escalations, members, people } from '@quarterdeck/db'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { type Deps, type Scope, sendEmail } from '../kernel/index.ts'
import { slackNoticeJob } from './jobs.ts'
import type { ConversationRow } from './lock-conversation.ts'

export interface StaffNotice {
  conversationId: string
  escalationId: string
  occasion: 'opened' | 'overdue'
}

const addressOf = (publicUrl: string, conversationId: string) => `${publicUrl}/admin/support/${conversationId}`

/**
 * One line and a link. It says nothing of what the customer wrote or is called: what leaves the house cannot be
 * erased.
 */
export async function noticeText(
  db: Db,
  { publicUrl }: Pick<Deps, 'publicUrl'>,
  { escalationId, occasion }: StaffNotice,
) {
  const [row] = await db
    .select({ escalation: escalations, number: conversations.number, origin: conversations.origin })
    .from(escalations)
    .innerJoin(conversations, eq(conversations.id, escalations.conversationId))
    .where(eq(escalations.id, escalationId))
  // Nobody waits behind a made-up customer.
  if (!row || row.origin === 'sample') return null
  const { escalation, number } = row
  const due = `${escalation.dueAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const line =
    occasion === 'opened'
      ? `Conversation #${number} needs a person (${escalation.priority}, due ${due})`
      : `Conversation #${number} is overdue: nobody has accepted it (${escalation.priority}, was due ${due})`
  return { line, url: addressOf(publicUrl, escalation.conversationId), assigneeId: escalation.assigneeId }
}

/** Whoever it was given to; everybody who answers customers when that is nobody, or they did not come. */
async function addressees(tx: Db, { workspaceId }: Scope, assigneeId: string | null): Promise<string[]> {
  const rows = await tx
    .select({ email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        inArray(members.role, ['owner', 'admin', 'agent']),
        assigneeId ? eq(people.id, assigneeId) : undefined,
        isNotNull(people.email),
        isNull(people.deactivatedAt),
      ),
    )
    .orderBy(asc(people.id))
    .limit(100)
  return rows.flatMap(({ email }) => email ?? [])
}

/** Tells staff by e-mail and Slack, when the caller's transaction commits. */
export async function tellStaff(tx: Db, deps: Deps, scope: Scope, notice: StaffNotice): Promise<void> {
  const text = await noticeText(tx, deps, notice)
  if (!text) return
  const { workspaceId } = scope
  const assigneeId = notice.occasion === 'overdue' ? null : text.assigneeId
  for (const to of await addressees(tx, scope, assigneeId)) {
    await sendEmail(tx, deps, { workspaceId, to, subject: text.line, text: `${text.line}\n\n${text.url}\n` })
  }
  if (deps.integrations.slack) await deps.jobs.enqueue(tx, slackNoticeJob, { workspaceId, ...notice })
}

/** Tells one of the staff by e-mail that a colleague gave them a conversation; as little of it as of an escalation. */
export async function tellAssigned(
  tx: Db,
  deps: Deps,
  scope: Scope,
  { id, number, origin }: ConversationRow,
  assigneeId: string,
): Promise<void> {
  if (origin === 'sample') return
  const { workspaceId } = scope
  const line = `Conversation #${number} was given to you`
  for (const to of await addressees(tx, scope, assigneeId)) {
    await sendEmail(tx, deps, { workspaceId, to, subject: line, text: `${line}\n\n${addressOf(deps.publicUrl, id)}\n` })
  }
}
