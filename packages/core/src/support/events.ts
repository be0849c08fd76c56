import { messages } from '@quarterdeck/db'
import { asc, gt } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, Scope } from '../kernel/index.ts'
import { readConversation } from './conversation-rows.ts'
import type { OnEventInput } from './inputs.ts'
import { readMessages } from './message-rows.ts'
import type { ConversationEvent, Passing } from './model.ts'

/** An event, and where to go on after it; what passes and is not stored has no such place. */
export interface PlacedEvent {
  id: number | null
  event: ConversationEvent
}

const passing = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), workflowId: z.string(), offset: z.number(), text: z.string() }),
  z.object({
    type: z.literal('typing'),
    who: z.object({ kind: z.enum(['person', 'staff', 'agent']), id: z.string(), name: z.string() }),
    typing: z.boolean(),
  }),
]) satisfies z.ZodType<Passing>

/** Says something of a conversation to those who listen now. */
export const whisper = ({ whispers }: Pick<Deps, 'whispers'>, conversationId: string, said: Passing): Promise<void> =>
  whispers.say(conversationId, said)

/** What happens between two looks at the conversation: attached before the first look, so that nothing falls between. */
function listen({ changes, whispers }: Deps, scope: Scope, conversationId: string, signal: AbortSignal) {
  const topics = { messages: `${scope.workspaceId}:messages`, conversations: `${scope.workspaceId}:conversations` }
  const touches = (topic: string, table: string) => topic === table || topic === `${table}:${conversationId}`
  const heard: Passing[] = []
  let timer: NodeJS.Timeout | undefined
  let [isNews, isChanged] = [true, true]
  let wake = () => {}
  const note = (said: { messages: boolean; conversations: boolean }) => {
    isNews ||= said.messages
    isChanged ||= said.conversations
    if (said.messages || said.conversations) wake()
  }
  const follow = async () => {
    for await (const message of changes.subscribe(scope.workspaceId, signal)) {
      if (message.type === 'ready') note({ messages: true, conversations: true })
      else {
        note({
          messages: message.topics.some(topic => touches(topic, topics.messages)),
          conversations: message.topics.some(topic => touches(topic, topics.conversations)),
        })
      }
    }
  }
  void follow()
  const stop = whispers.hear(conversationId, body => {
    const { data } = passing.safeParse(body)
    if (!data) return
    heard.push(data)
    wake()
  })
  const end = () => {
    stop()
    clearTimeout(timer)
    wake()
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  return {
    /** Has `next` say again, so many milliseconds from now, that the conversation changed. */
    later: (milliseconds: number) => {
      timer ??= setTimeout(() => {
        timer = undefined
        note({ messages: false, conversations: true })
      }, milliseconds)
    },
    /** What happened since it was last asked, or else what happens next. */
    next: async () => {
      while (!signal.aborted && !isNews && !isChanged && heard.length === 0) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
      const found = { isNews, isChanged, heard: heard.splice(0) }
      isNews = false
      isChanged = false
      return found
    },
  }
}

const batch = 200
/** How often a reader is told of the conversation itself at most, in milliseconds. */
const betweenLooks = 500

/** Messages that came or changed after one place, in that order. */
async function* messagesAfter(deps: Deps, scope: Scope, conversationId: string, place: number) {
  let last = place
  for (;;) {
    const found = await readMessages(deps.db, scope, conversationId, {
      where: gt(messages.change, last),
      order: asc(messages.change),
      limit: batch,
    })
    yield* found
    last = found.at(-1)?.change ?? last
    if (found.length < batch) return
  }
}

/**
 * What happens in a conversation, in order, from a place on: each message as it is now (new, edited or removed: the reader
 * replaces it by id), the conversation itself, and what only passes. Who comes back with the last id that they saw misses
 * nothing and gets nothing twice.
 * @throws DomainError `not_found`, before the first event, and when it is taken away meanwhile.
 */
export async function followConversation(
  deps: Deps,
  scope: Scope,
  { conversationId, lastEventId }: OnEventInput,
  signal: AbortSignal,
): Promise<AsyncGenerator<PlacedEvent, void, void>> {
  await readConversation(deps.db, scope, conversationId, deps.clock.now())
  return follow(deps, scope, conversationId, lastEventId ?? 0, signal)
}

async function* follow(
  deps: Deps,
  scope: Scope,
  conversationId: string,
  place: number,
  signal: AbortSignal,
): AsyncGenerator<PlacedEvent, void, void> {
  const ended = new AbortController()
  const either = AbortSignal.any([signal, ended.signal])
  const news = listen(deps, scope, conversationId, either)
  let [last, shown, nextLook] = [place, '', 0]
  try {
    while (!signal.aborted) {
      const { isNews, isChanged, heard } = await news.next()
      if (signal.aborted) return
      if (isNews) {
        for await (const message of messagesAfter(deps, scope, conversationId, last)) {
          last = message.change
          yield { id: last, event: { type: 'message', message } }
        }
      }
      for (const event of heard) yield { id: null, event }
      if (!isChanged) continue
      // Of many changes in a row the reader needs the last.
      if (performance.now() < nextLook) {
        news.later(nextLook - performance.now())
        continue
      }
      nextLook = performance.now() + betweenLooks
      const conversation = await readConversation(deps.db, scope, conversationId, deps.clock.now())
      const now = JSON.stringify(conversation)
      if (now !== shown) yield { id: null, event: { type: 'conversation', conversation } }
      shown = now
    }
  } finally {
    ended.abort()
  }
}
