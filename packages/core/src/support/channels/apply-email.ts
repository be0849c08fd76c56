import { conversations, type Db, messageDeliveries, receivedEmails } from '@quarterdeck/db'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { type Delivery, type Deps, type Scope, sha256 } from '../../kernel/index.ts'
import { longestMessage } from '../model.ts'
import { settle } from './delivery-turns.ts'
import { type Email, idsIn, isAutomatic, isBounce, messageIdOf, readEmail } from './email.ts'
import { conversationIn, deliveriesIn, readAddress } from './email-address.ts'
import { textOfHtml, withoutQuotes } from './email-text.ts'
import { receive } from './receive.ts'

/** What is kept of a mail's text, with all that it quotes, in characters. */
const longestText = 200_000
const clean = (text: string) => text.replaceAll('\u0000', '\ufffd')

const threadIds = ({ headers }: Email): string[] => [
  ...new Set([...idsIn(headers.get('references')), ...idsIn(headers.get('in-reply-to'))]),
]

/**
 * The conversation that a mail goes on with: by what it answers, else by the address that it was sent to. Only its own
 * customer can go on with one: ids and addresses get around.
 */
async function threadOf(tx: Db, { workspaceId }: Scope, email: Email, personId: string): Promise<string | null> {
  const ids = threadIds(email)
  const own = deliveriesIn(ids.join(' '))
  const named = conversationIn(email.to)
  const found = [
    ...(ids.length > 0
      ? await tx
          .select({ id: receivedEmails.conversationId })
          .from(receivedEmails)
          .where(and(eq(receivedEmails.workspaceId, workspaceId), inArray(receivedEmails.headerId, ids)))
      : []),
    ...(own.length > 0
      ? await tx
          .select({ id: messageDeliveries.conversationId })
          .from(messageDeliveries)
          .where(and(eq(messageDeliveries.workspaceId, workspaceId), inArray(messageDeliveries.id, own)))
      : []),
    ...(named ? [{ id: named }] : []),
  ]
  if (found.length === 0) return null
  const [conversation] = await tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        ...[eq(conversations.workspaceId, workspaceId), eq(conversations.personId, personId)],
        ...[
          eq(conversations.channel, 'email'),
          inArray(
            conversations.id,
            found.map(({ id }) => id),
          ),
        ],
      ),
    )
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(1)
  return conversation?.id ?? null
}

/** A mail server gave a mail of ours up; that it still tries is no news. */
async function noteBounce(tx: Db, deps: Deps, { workspaceId }: Scope, email: Email): Promise<'done' | 'ignored'> {
  if (/\bdelay/i.test(email.subject)) return 'ignored'
  const ids = deliveriesIn([...threadIds(email), email.text].join(' '))
  const rows = await tx
    .select({ id: messageDeliveries.id })
    .from(messageDeliveries)
    .where(
      and(
        ...[eq(messageDeliveries.workspaceId, workspaceId), eq(messageDeliveries.channel, 'email')],
        inArray(messageDeliveries.id, ids.slice(0, 20)),
      ),
    )
  let noted = false
  for (const { id } of rows) {
    noted = (await settle(tx, deps, id, { status: 'failed', error: `It came back: ${email.subject}` })) || noted
  }
  return noted ? 'done' : 'ignored'
}

/** Replayed, or sent in two ways. */
async function isKnown(tx: Db, { workspaceId }: Scope, headerId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: receivedEmails.messageId })
    .from(receivedEmails)
    .where(and(eq(receivedEmails.workspaceId, workspaceId), eq(receivedEmails.headerId, headerId)))
  return rows.length > 0
}

/** What a mail says, first as it is shown, then whole. Only files: nothing. */
function wordsOf({ text, html }: Email): { content: string; whole: string } {
  const whole = clean(text.trim() || textOfHtml(html)).slice(0, longestText)
  const own = withoutQuotes(whole) || whole
  return { content: own.length > longestMessage ? `${own.slice(0, longestMessage - 1)}…` : own, whole }
}

/** Keeps an e-mail as a message. What programs send by themselves is never answered, and ours are not taken in at all. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  const email = readEmail(delivery.body)
  const sender = email && readAddress(email.from)
  if (!email || !sender) return 'ignored'
  if (isBounce(email)) return noteBounce(tx, deps, scope, email)
  const { address, name } = sender
  const ours = [deps.mailer?.from, deps.integrations.inboundAddress].map(each => each && readAddress(each)?.address)
  if (ours.includes(address.replace(/\+[^@]*@/, '@')) || ours.includes(address)) return 'ignored'
  const id = messageIdOf(email) ?? `<${delivery.deliveryId}>`
  if (await isKnown(tx, scope, id)) return 'ignored'
  const { content, whole } = wordsOf(email)
  const message = await receive(tx, deps, scope, {
    ...{ channel: 'email', subject: `mailto:${address}`, contact: address, name: name ?? address, content },
    clientId: `email:${sha256(id)}`,
    thread: personId => threadOf(tx, scope, email, personId),
    title: clean(email.subject).trim() || 'Without a subject',
    media: email.attachments.map((_, index) => ({ deliveryId: delivery.id, index })),
    automatic: isAutomatic(email),
  })
  if (!message) return 'ignored'
  await tx
    .insert(receivedEmails)
    .values({
      ...{
        messageId: message.id,
        workspaceId: scope.workspaceId,
        conversationId: message.conversationId,
        headerId: id,
      },
      ...{ references: threadIds(email).slice(-50), subject: clean(email.subject).slice(0, 500), text: whole },
      createdAt: deps.clock.now(),
    })
    .onConflictDoNothing()
  return 'done'
}
