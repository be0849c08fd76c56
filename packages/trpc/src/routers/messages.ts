import { byId } from '@quarterdeck/core/kernel'
import type { ArticleDto } from '@quarterdeck/core/knowledge'
import {
  type ConversationDto,
  type ConversationEvent,
  editMessage,
  editMessageInput,
  followConversation,
  getOriginal,
  listMessages,
  listMessagesInput,
  type MessageDto,
  type MessagePage,
  markRead,
  markReadInput,
  noteInput,
  type OriginalDto,
  onEventInput,
  type PlacedEvent,
  readSource,
  removeMessage,
  retryDelivery,
  sayTyping,
  sendAsAgent,
  sendAsAgentInput,
  sendMessage,
  sendMessageInput,
  sourceInput,
  typingInput,
  writeNote,
} from '@quarterdeck/core/support'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import { open, read, router, signedIn, signedInOrKey, stream, write } from '../procedures.ts'
import { whileAllowed } from '../streams.ts'

type Said = TrackedEnvelope<ConversationEvent> | ConversationEvent

/** What is stored gets an id to go on from; what only passes gets none, so that the client keeps the last it had. */
async function* withIds(events: AsyncIterable<PlacedEvent>): AsyncGenerator<Said> {
  for await (const { id, event } of events) yield id === null ? event : tracked(String(id), event)
}

export const messages = router({
  send: signedIn
    .input(sendMessageInput)
    .mutation(({ ctx, input }): Promise<MessageDto> => sendMessage(ctx.deps, ctx.scope, input)),
  sendAsAgent: write
    .input(sendAsAgentInput)
    .mutation(({ ctx, input }): Promise<MessageDto> => sendAsAgent(ctx.deps, ctx.scope, input)),
  note: write.input(noteInput).mutation(({ ctx, input }): Promise<MessageDto> => writeNote(ctx.deps, ctx.scope, input)),
  list: signedInOrKey('read')
    .meta({
      reads: ['agents', 'attachments', 'conversations', 'message_deliveries', 'messages', 'people', 'received_emails'],
    })
    .input(listMessagesInput)
    .query(({ ctx, input }): Promise<MessagePage> => listMessages(ctx.deps, ctx.scope, input)),
  /** For whoever has the answer that cites it: see `readSource`. */
  source: open
    .meta({ reads: ['messages', 'documents'] })
    .input(sourceInput)
    .query(({ ctx, input }): Promise<ArticleDto> => readSource(ctx.deps, input)),
  edit: signedIn
    .input(editMessageInput)
    .mutation(({ ctx, input }): Promise<MessageDto> => editMessage(ctx.deps, ctx.scope, input)),
  remove: signedInOrKey('write')
    .input(byId)
    .mutation(({ ctx, input }): Promise<MessageDto> => removeMessage(ctx.deps, ctx.scope, input)),
  original: read
    .meta({ reads: ['received_emails'] })
    .input(byId)
    .query(({ ctx, input }): Promise<OriginalDto> => getOriginal(ctx.deps, ctx.scope, input)),
  retryDelivery: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<MessageDto> => retryDelivery(ctx.deps, ctx.scope, input)),
  onEvent: stream.input(onEventInput).subscription(async ({ ctx, input, signal }): Promise<AsyncGenerator<Said>> => {
    const ended = whileAllowed(ctx, signal ?? new AbortController().signal)
    return withIds(await followConversation(ctx.deps, ctx.scope, input, ended))
  }),
  typing: signedInOrKey('write')
    .input(typingInput)
    .mutation(({ ctx, input }): Promise<{ said: boolean }> => sayTyping(ctx.deps, ctx.scope, input)),
  markRead: signedIn
    .input(markReadInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => markRead(ctx.deps, ctx.scope, input)),
})
