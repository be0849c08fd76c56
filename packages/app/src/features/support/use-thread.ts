import { useCallback, useEffect, useState } from 'react'
import { type Api, useApi } from '../../data/api.ts'
import { followEvents } from '../../live/follow-events.ts'
import type { Conversation } from './conversation.ts'
import { type Thread, withDelta, withMessages } from './thread.ts'
import { useTyping } from './use-typing.ts'

const pageSize = 50
type StreamEvent = Parameters<
  NonNullable<Parameters<Api['client']['messages']['onEvent']['subscribe']>[1]['onData']>
>[0]

const empty: Thread = { messages: [], hasBefore: false, draft: null }

/**
 * The messages of a conversation, live: nothing missing and nothing twice after a lost connection.
 * @param me the reader's id: what they type is no news to them
 */
export function useThread(conversationId: string, me: string) {
  const api = useApi()
  const { client, queryClient, trpc } = api
  const [thread, setThread] = useState<Thread | null>(null)
  const { typing, hearTyping, endTyping } = useTyping(me)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)

  useEffect(() => {
    let ended = false
    let stop = () => {}
    const hear = (event: StreamEvent) => {
      const said = 'id' in event ? event.data : event
      if (said.type === 'delta') return setThread(before => withDelta(before ?? empty, said))
      if (said.type === 'conversation') {
        queryClient.setQueryData<Conversation>(
          trpc.conversations.get.queryKey({ id: conversationId }),
          said.conversation,
        )
        return
      }
      if (said.type === 'typing') {
        hearTyping(said.who, said.typing)
        return
      }
      const { message } = said
      if (message.author.id && !message.internal) endTyping(message.author.id)
      setThread((before = empty) => {
        const known = before ?? empty
        const isNew = !known.messages.some(({ id }) => id === message.id)
        const ends = isNew && message.author.kind !== 'person' && !message.internal
        return { ...withMessages(known, [message]), draft: ends ? null : known.draft }
      })
    }
    client.messages.list
      .query({ conversationId, limit: pageSize })
      .then(page => {
        if (ended) return
        setThread({ messages: page.items, hasBefore: page.hasBefore, draft: null })
        setError(null)
        stop = followEvents<StreamEvent>(
          page.lastChange,
          (lastEventId, handlers) => client.messages.onEvent.subscribe({ conversationId, lastEventId }, handlers),
          hear,
        )
      })
      .catch((reason: unknown) => !ended && setError(reason))
    return () => {
      ended = true
      stop()
    }
  }, [api, conversationId, tries, hearTyping, endTyping])

  const first = thread?.messages[0]?.seq
  const loadBefore = useCallback(async () => {
    if (first === undefined) return
    const page = await client.messages.list.query({ conversationId, limit: pageSize, before: first })
    setThread(before => before && { ...withMessages(before, page.items), hasBefore: page.hasBefore })
  }, [client, conversationId, first])

  return { thread, typing, error, loadBefore, retry: () => setTries(count => count + 1) }
}
