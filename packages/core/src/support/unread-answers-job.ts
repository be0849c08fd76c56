import { conversations, type Db, messages, people, workspaces } from '@quarterdeck/db'
import { and, asc, eq, gt, isNotNull, isNull } from 'drizzle-orm'
import { systemScope } from '../identity/index.ts'
import { audit, type Deps, later, minutes, sendEmail } from '../kernel/index.ts'
import type { ConversationRow } from './lock-conversation.ts'
import { say } from './reply/words.ts'
import { supportSettings } from './settings.ts'
import { unreadAnswersJob } from './unread-answers.ts'

/** Answers that one mail holds: the first. The rest is behind its link. */
const most = 20

/** What people answered that the customer has neither read nor been mailed, oldest first. */
const unreadOf = (tx: Db, { id, personReadSeq, mailedSeq }: ConversationRow) =>
  tx
    .select({ seq: messages.seq, content: messages.content, at: messages.createdAt })
    .from(messages)
    .where(
      and(
        ...[eq(messages.conversationId, id), gt(messages.seq, Math.max(personReadSeq, mailedSeq))],
        ...[eq(messages.authorKind, 'staff'), eq(messages.internal, false), isNull(messages.deletedAt)],
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(200)

/** In the name of the house: whoever wrote it may be erased, and what was mailed cannot. */
async function houseOf(tx: Db, workspaceId: string): Promise<string> {
  const [house] = await tx.select({ name: workspaces.name }).from(workspaces).where(eq(workspaces.id, workspaceId))
  return house?.name ?? ''
}

/** An address that is proven to be the customer's: what was said is for nobody else. */
async function addressOf(tx: Db, { personId }: ConversationRow): Promise<string | null> {
  const [person] = await tx
    .select({ email: people.email })
    .from(people)
    .where(and(eq(people.id, personId), isNotNull(people.emailVerifiedAt), isNull(people.deactivatedAt)))
  return person?.email ?? null
}

/** Mails what is unread for long enough, once; what was said since is looked at again when its time has come. */
export async function run(deps: Deps, about: { workspaceId: string; conversationId: string }): Promise<void> {
  const { workspaceId, conversationId } = about
  const scope = systemScope(workspaceId, 'support')
  await deps.db.transaction(async tx => {
    const [row] = await tx
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversationId)))
      .for('update')
    const { unreadMinutes } = await supportSettings(tx, scope)
    if (!row || unreadMinutes === 0) return
    const unread = await unreadOf(tx, row)
    const newest = unread.at(-1)
    if (!newest) return
    const startAfter = later(newest.at, minutes(unreadMinutes))
    if (startAfter > deps.clock.now()) {
      return deps.jobs.enqueue(tx, unreadAnswersJob, about, { startAfter, once: conversationId })
    }
    const to = await addressOf(tx, row)
    if (!to) return
    const subject = say('unread', row.language, { name: await houseOf(tx, workspaceId) })
    const words = unread.slice(0, most).flatMap(({ content }) => content || [])
    const link = say('unreadLink', row.language, { url: `${deps.publicUrl}/support/${conversationId}` })
    await sendEmail(tx, deps, { workspaceId, to, subject, text: `${[`${subject}:`, ...words, link].join('\n\n')}\n` })
    await tx.update(conversations).set({ mailedSeq: newest.seq }).where(eq(conversations.id, conversationId))
    await audit(tx, scope, {
      ...{ action: 'conversations.mailUnread', entity: 'conversation', entityId: conversationId },
      after: { seq: newest.seq, messages: unread.length },
    })
  })
}
