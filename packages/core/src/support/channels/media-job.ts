import { attachments, conversations, messages, webhooks } from '@quarterdeck/db'
import { and, eq, like } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import { type Deps, DomainError, fileKind, later, type Scope, Trouble } from '../../kernel/index.ts'
import { append } from '../append-message.ts'
import { uploadAttachment, uploadInput } from '../attachments.ts'
import { lockConversation } from '../lock-conversation.ts'
import { requestReply } from '../reply-request.ts'
import { touchMessage } from '../touch-message.ts'
import { readEmail } from './email.ts'
import { fetchMedia } from './fetch-media.ts'
import { type MailedFile, type MediaInput, type MediaSource, mediaQueue, type TwilioFile } from './media-queue.ts'

/** When it is tried again after each failure, in milliseconds: somebody waits for an answer. */
const pauses = [10_000, 60_000, 300_000]

type Row = typeof messages.$inferSelect

const endings: Record<string, string> = {
  ...{ 'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'application/pdf': 'pdf', 'text/plain': 'txt' },
}
const final = (message: string) => new Trouble(message, { isFinal: true })

interface Found {
  name: string
  content: Buffer
}

async function fetchTwilio({ integrations }: Deps, { sid, url }: TwilioFile): Promise<Found> {
  const { twilio, patience } = integrations
  if (!twilio) throw final('TWILIO_ACCOUNT_SID is not set')
  const content = await fetchMedia(url, twilio, patience)
  return { name: `${sid}.${endings[fileKind(content) ?? ''] ?? 'bin'}`, content }
}

async function readMailed({ db }: Deps, { deliveryId, index }: MailedFile): Promise<Found> {
  const [delivery] = await db.select({ body: webhooks.body }).from(webhooks).where(eq(webhooks.id, deliveryId))
  const file = delivery && readEmail(delivery.body)?.attachments[index]
  if (!file) throw final('its e-mail is no longer kept')
  return { name: file.filename, content: Buffer.from(file.content, 'base64') }
}

const placeOf = (source: MediaSource): string => ('sid' in source ? source.sid : String(source.index))

/** How to get a file, and how one that an earlier run kept is known: by its name, which is its own within a message. */
async function open(deps: Deps, source: MediaSource) {
  if ('sid' in source) {
    return { isNamed: like(attachments.name, `${source.sid}.%`), fetchFile: () => fetchTwilio(deps, source) }
  }
  const file = await readMailed(deps, source)
  return { isNamed: eq(attachments.name, file.name), fetchFile: async () => file }
}

/** Fetches a file, unless it is there, and puts it to its message. */
async function keep(deps: Deps, scope: Scope, message: Row, source: MediaSource): Promise<void> {
  const { conversationId } = message
  const { isNamed, fetchFile } = await open(deps, source)
  const isKept = and(eq(attachments.messageId, message.id), isNamed)
  const [known] = await deps.db.select({ id: attachments.id }).from(attachments).where(isKept)
  if (known) return
  const { name, content } = await fetchFile()
  const { id } = await uploadAttachment(deps, scope, uploadInput.parse({ conversationId, name }), content)
  await deps.db.transaction(async tx => {
    await lockConversation(tx, scope, conversationId)
    const [twin] = await tx.select({ id: attachments.id }).from(attachments).where(isKept)
    // What another run kept at the same time is enough; this one is swept away with other loose files.
    if (twin) return
    const author = { messageId: message.id, uploaderId: message.authorId }
    await tx.update(attachments).set(author).where(eq(attachments.id, id))
    await touchMessage(tx, deps, message)
  })
}

/** Tells staff what the customer sent and nobody will see. */
async function tellLost(deps: Deps, scope: Scope, message: Row, source: MediaSource, why: string): Promise<void> {
  const { conversationId } = message
  await deps.db.transaction(async tx => {
    await lockConversation(tx, scope, conversationId)
    await append(tx, deps, scope, {
      ...{ conversationId, role: 'system', authorKind: 'system', internal: true },
      clientId: `file:${message.id}:${placeOf(source)}`,
      content: `The customer sent a file that could not be kept: ${why}`,
    })
  })
}

/** Keeps what can be kept. @returns what may be there a little later. */
async function keepAll(deps: Deps, scope: Scope, message: Row, { media, tries }: MediaInput): Promise<MediaSource[]> {
  const remaining: MediaSource[] = []
  for (const source of media) {
    try {
      await keep(deps, scope, message, source)
    } catch (error) {
      if (!(error instanceof Trouble || error instanceof DomainError)) throw error
      const isFinal = error instanceof Trouble ? error.isFinal : error.kind !== 'unavailable'
      if (isFinal || tries >= pauses.length) await tellLost(deps, scope, message, source, error.message)
      else remaining.push(source)
    }
  }
  return remaining
}

/** Keeps the files of a message, then has it answered. */
export async function run(deps: Deps, input: MediaInput): Promise<void> {
  const scope = systemScope(input.workspaceId, 'support')
  const isIt = and(eq(messages.workspaceId, input.workspaceId), eq(messages.id, input.messageId))
  const [message] = await deps.db.select().from(messages).where(isIt)
  if (!message || message.deletedAt) return
  const media = await keepAll(deps, scope, message, input)
  const pause = pauses[input.tries]
  await deps.db.transaction(async tx => {
    if (media.length > 0 && pause !== undefined) {
      const startAfter = later(deps.clock.now(), pause)
      return deps.jobs.enqueue(tx, mediaQueue, { ...input, media, tries: input.tries + 1 }, { startAfter })
    }
    if (!input.answer) return
    const [conversation] = await tx
      .select({ handler: conversations.handler })
      .from(conversations)
      .where(eq(conversations.id, message.conversationId))
    if (conversation?.handler === 'ai') await requestReply(tx, deps, scope, message.conversationId, message.seq)
  })
}
