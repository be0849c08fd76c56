import { useCallback, useEffect, useState } from 'react'
import { type Api, useApi } from '../../data/api.ts'
import { followEvents } from '../../live/follow-events.ts'
import { type Thread as Messages, withDelta, withMessages } from '../support/thread.ts'
import type { Message } from './companion.ts'

const pageSize = 30
type StreamEvent = Parameters<
  NonNullable<Parameters<Api['client']['companion']['onEvent']['subscribe']>[1]['onData']>
>[0]

const none: Messages<Message> = { messages: [], hasBefore: false, draft: null }

/** The messages of a thread with the companion, live: nothing missing and nothing twice after a lost connection. */
export function useThread(threadId: string) {
  const api = useApi()
  const { client } = api
  const [thread, setThread] = useState<Messages<Message> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [tries, setTries] = useState(0)

  const take = useCallback((message: Message) => {
    setThread(before => {
      const known = before ?? none
      const isOver = message.status !== 'writing' && known.draft?.workflowId === message.id
      return { ...withMessages(known, [message]), draft: isOver ? null : known.draft }
    })
  }, [])

  useEffect(() => {
    let ended = false
    let stop = () => {}
    const hear = (event: StreamEvent) => {
      const said = 'id' in event ? event.data : event
      if (said.type === 'message') return take(said.message)
      setThread(before => {
        const known = before ?? none
        // Pieces that come behind the whole answer.
        const isOver = known.messages.some(({ id, status }) => id === said.messageId && status !== 'writing')
        return isOver ? known : withDelta(known, { ...said, workflowId: said.messageId })
      })
    }
    client.companion.messages
      .query({ threadId, limit: pageSize })
      .then(({ items, before }) => {
        if (ended) return
        setThread({ messages: items, hasBefore: before !== null, draft: null })
        setError(null)
        stop = followEvents<StreamEvent>(
          Math.max(0, ...items.map(({ change }) => change)),
          (lastEventId, handlers) => client.companion.onEvent.subscribe({ threadId, lastEventId }, handlers),
          hear,
        )
      })
      .catch((reason: unknown) => !ended && setError(reason))
    return () => {
      ended = true
      stop()
    }
  }, [client, threadId, tries])

  const first = thread?.messages[0]?.seq
  const loadBefore = useCallback(async () => {
    if (first === undefined) return
    const page = await client.companion.messages.query({ threadId, limit: pageSize, before: first })
    setThread(before => before && { ...withMessages(before, page.items), hasBefore: page.before !== null })
  }, [client, threadId, first])

  return { thread, error, take, loadBefore, retry: () => setTries(count => count + 1) }
}
