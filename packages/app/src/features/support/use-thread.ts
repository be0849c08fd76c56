import { useCallback, useEffect, useRef, useState } from 'react'
import { type Api, useApi } from '../../data/api.ts'
import { followEvents } from '../../live/follow-events.ts'
import type { Conversation } from './conversation.ts'
import { type Thread, withDelta, withMessages } from './thread.ts'

const pageSize = 50
/** How long somebody is shown as typing after they were heard of, in ms. */
const typingLasts = 6_000
type StreamEvent = Parameters<
  NonNullable<Parameters<Api['client']['messages']['onEvent']['subscribe']>[1]['onData']>
>[0]

const empty: Thread = { messages: [], hasBefore: false, draft: null }

/** The messages of a conversation, live: nothing missing and nothing twice after a lost connection. */
export function useThread(conversationId: string, own: 'person' | 'staff') {
  const api = useApi()
  const { client, queryClient, trpc } = api
  const [thread, setThread] = useState<Thread | null>(null)
  const [typing, setTyping] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)
  const typingTimer = useRef<ReturnType<typeof setTimeout>>(undefined)

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
        if (said.who.kind === own) return
        clearTimeout(typingTimer.current)
        setTyping(said.typing ? said.who.name : null)
        typingTimer.current = setTimeout(() => setTyping(null), typingLasts)
        return
      }
      const { message } = said
      if (message.author.kind !== own) setTyping(null)
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
      clearTimeout(typingTimer.current)
      stop()
    }
  }, [api, conversationId, tries])

  const first = thread?.messages[0]?.seq
  const loadBefore = useCallback(async () => {
    if (first === undefined) return
    const page = await client.messages.list.query({ conversationId, limit: pageSize, before: first })
    setThread(before => before && { ...withMessages(before, page.items), hasBefore: page.hasBefore })
  }, [client, conversationId, first])

  return { thread, typing, error, loadBefore, retry: () => setTries(count => count + 1) }
}
