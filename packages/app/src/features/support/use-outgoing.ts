import { useCallback, useState } from 'react'
import { v4 } from 'uuid'
import { useApi } from '../../data/api.ts'
import { readFailure } from '../../data/errors.ts'

/** What was written and is not in the thread yet. */
export interface Outgoing {
  clientId: string
  content: string
  attachmentIds: string[]
  internal: boolean
  /** Why it could not be sent; null while it is being tried. */
  failure: string | null
}

const tries = 5

/** Sends messages under ids of their own: tried again after a lost connection, they arrive once. */
export function useOutgoing(conversationId: string) {
  const { client } = useApi()
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([])
  const put = useCallback(
    (clientId: string, failure: string | null) =>
      setOutgoing(before => before.map(each => (each.clientId === clientId ? { ...each, failure } : each))),
    [],
  )
  const deliver = useCallback(
    async ({ clientId, content, attachmentIds, internal }: Outgoing) => {
      const input = { conversationId, clientId, content, attachmentIds }
      for (let attempt = 0; ; attempt++) {
        try {
          await (internal ? client.messages.note.mutate(input) : client.messages.send.mutate(input))
          return
        } catch (error) {
          const failure = readFailure(error)
          if (!failure.retryable || attempt >= tries) return put(clientId, failure.message)
          await new Promise(resolve => setTimeout(resolve, 1_000 * 2 ** attempt))
        }
      }
    },
    [client, conversationId, put],
  )
  return {
    outgoing,
    send(content: string, attachmentIds: string[], internal = false) {
      const next = { clientId: v4(), content, attachmentIds, internal, failure: null }
      setOutgoing(before => [...before, next])
      void deliver(next)
    },
    resend(each: Outgoing) {
      put(each.clientId, null)
      void deliver(each)
    },
    discard: (clientId: string) => setOutgoing(before => before.filter(each => each.clientId !== clientId)),
  }
}
