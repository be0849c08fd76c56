import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'
import { type DraftText, type Outgoing, unsentKeeper } from './unsent.ts'

const tries = 5

/** Resolves at once, or when the window has a network again. */
const untilOnline = () =>
  navigator.onLine
    ? Promise.resolve()
    : new Promise<void>(resolve => window.addEventListener('online', () => resolve(), { once: true }))

/**
 * Sends messages under ids of their own: tried again after a lost connection or a reload, they arrive once. Keeps what is
 * being written, too.
 * @param person the id of whoever writes
 */
export function useOutgoing(conversationId: string, person: string) {
  const { client } = useApi()
  const keeper = useMemo(() => unsentKeeper(person, conversationId), [person, conversationId])
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>(() => keeper.outgoing())
  const [draft, setDraft] = useState(() => keeper.draft())
  const line = useRef(Promise.resolve())
  const settle = useCallback(
    (each: Outgoing, failure: string | null) => {
      const after = { ...each, failure }
      keeper.keepOutgoing(after)
      setOutgoing(before => before.map(other => (other.clientId === each.clientId ? after : other)))
    },
    [keeper],
  )
  const attempt = useCallback(
    async (each: Outgoing) => {
      const { clientId, content, attachmentIds, internal } = each
      const input = { conversationId, clientId, content, attachmentIds }
      for (let failures = 0; ; failures++) {
        try {
          await (internal ? client.messages.note.mutate(input) : client.messages.send.mutate(input))
          // It stays on screen until the thread has it.
          return keeper.forgetOutgoing(clientId)
        } catch (error) {
          const failure = readFailure(error)
          if (!failure.retryable || failures >= tries) return settle(each, failure.message)
          if (!navigator.onLine) failures = 0
          await untilOnline()
          await new Promise(resolve => setTimeout(resolve, 1_000 * 2 ** failures))
        }
      }
    },
    [client, conversationId, keeper, settle],
  )
  // One after the other: they arrive in the order in which they were written.
  const deliver = useCallback(
    (each: Outgoing) => {
      line.current = line.current.then(() => attempt(each))
    },
    [attempt],
  )
  useEffect(() => {
    for (const each of keeper.outgoing()) if (each.failure === null) deliver(each)
  }, [keeper, deliver])
  return {
    outgoing,
    draft,
    setDraft(next: DraftText) {
      keeper.keepDraft(next)
      setDraft(next)
    },
    send(content: string, attachmentIds: string[], internal = false) {
      const next = { clientId: v4(), content, attachmentIds, internal, failure: null }
      keeper.keepOutgoing(next)
      setOutgoing(before => [...before, next])
      deliver(next)
    },
    resend(each: Outgoing) {
      settle(each, null)
      deliver(each)
    },
    discard(clientId: string) {
      keeper.forgetOutgoing(clientId)
      setOutgoing(before => before.filter(each => each.clientId !== clientId))
    },
  }
}
