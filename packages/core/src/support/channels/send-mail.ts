import { attachments, conversations, messages, receivedEmails } from '@quarterdeck/db'
import { desc, eq } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import { type Deps, type MailFile, Trouble } from '../../kernel/index.ts'
import { readAttachment } from '../attachments.ts'
import { contactOf } from './contact.ts'
import type { Delivery, News } from './delivery-turns.ts'
import { replyAddress } from './email-address.ts'

/** What clients look at to put a message to its thread; more is of no use to them. */
const longestThread = 20

async function threadOf({ db }: Deps, { conversationId }: Delivery) {
  const [last] = await db
    .select({
      headerId: receivedEmails.headerId,
      references: receivedEmails.references,
      subject: receivedEmails.subject,
    })
    .from(receivedEmails)
    .where(eq(receivedEmails.conversationId, conversationId))
    .orderBy(desc(receivedEmails.createdAt), desc(receivedEmails.messageId))
    .limit(1)
  if (!last) return null
  const { headerId, references, subject } = last
  return { subject, follows: [...references, headerId].slice(-longestThread) }
}

async function filesOf(deps: Deps, { workspaceId, messageId }: Delivery): Promise<MailFile[]> {
  const scope = systemScope(workspaceId, 'support')
  const rows = await deps.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(eq(attachments.messageId, messageId))
  const files: MailFile[] = []
  for (const { id } of rows) files.push(await readAttachment(deps, scope, id))
  return files
}

/**
 * Sends an answer by e-mail, in the thread of the customer's last. `Message-ID` is the delivery's, the same in every try:
 * after a crash between the server's yes and ours a mail may be handed over again, and is known by it as the same.
 * @throws Trouble, MailRefused
 */
export async function sendByMail(deps: Deps, delivery: Delivery): Promise<News> {
  const { mailer, db, integrations } = deps
  if (!mailer) throw new Trouble('Nothing can be sent: set SMTP_URL', { isFinal: true })
  const to = await contactOf(db, delivery)
  if (!to || delivery.body === null) throw new Trouble('No address of this customer is known', { isFinal: true })
  const [about] = await db
    .select({ subject: conversations.subject, number: conversations.number, author: messages.authorKind })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(eq(messages.id, delivery.messageId))
  if (!about) throw new Trouble('The message is gone', { isFinal: true })
  const thread = await threadOf(deps, delivery)
  const subject = thread
    ? `Re: ${thread.subject.replace(/^(re:\s*)+/i, '')}`
    : (about.subject ?? `Your request #${about.number}`)
  await mailer.send({
    ...{ id: delivery.id, to, subject, text: delivery.body, follows: thread?.follows },
    replyTo: integrations.inboundAddress
      ? replyAddress(integrations.inboundAddress, delivery.conversationId)
      : undefined,
    automatic: about.author !== 'staff',
    files: await filesOf(deps, delivery),
  })
  return { status: 'sent' }
}
