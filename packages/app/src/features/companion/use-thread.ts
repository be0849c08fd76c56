import { useCallback, useEffect, useState } from 'react'
import { type Api, useApi } from '../../data/api.ts'
import { type Thread as Messages, withDelta, withMessages } from '../support/thread.ts'
import type { Message } from './companion.ts'

const pageSize = 30
/** Longest pause between two tries to open the stream again, in ms. */
const longestPause = 15_000

type StreamEvent = Parameters<
  NonNullable<Parameters<Api['client']['companion']['onEvent']['subscribe']>[1]['onData']>
>[0]

/** Keeps the stream of a thread open from a change on; gives the function that ends it. */
function followEvents(api: Api, threadId: string, since: number, onEvent: (event: StreamEvent) => void) {
  let change = since
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stop = () => {}
  const lost = () => {
    clearTimeout(timer)
    timer = setTimeout(open, Math.min(longestPause, 1_000 * 2 ** failures++))
  }
  const open = () => {
    stop()
    const stream = api.client.companion.onEvent.subscribe(
      { threadId, lastEventId: change },
      {
        onData(event) {
          failures = 0
          if ('id' in event) change = Math.max(change, Number(event.id))
          onEvent(event)
        },
        onError: lost,
        onComplete: lost,
      },
    )
    stop = () => stream.unsubscribe()
  }
  window.addEventListener('online', open)
  open()
  return () => {
    window.removeEventListener('online', open)
    clearTimeout(timer)
    stop()
  }
}

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
        stop = followEvents(api, threadId, Math.max(0, ...items.map(({ change }) => change)), hear)
      })
      .catch((reason: unknown) => !ended && setError(reason))
    return () => {
      ended = true
      stop()
    }
  }, [api, threadId, tries])

  const first = thread?.messages[0]?.seq
  const loadBefore = useCallback(async () => {
    if (first === undefined) return
    const page = await client.companion.messages.query({ threadId, limit: pageSize, before: first })
    setThread(before => before && { ...withMessages(before, page.items), hasBefore: page.before !== null })
  }, [client, threadId, first])

  return { thread, error, take, loadBefore, retry: () => setTries(count => count + 1) }
}
