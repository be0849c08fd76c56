import { useEffect } from 'react'
import { useApi } from '../../data/api.ts'
import type { Conversation } from './conversation.ts'
import type { Thread } from './thread.ts'

/** Tells the server that this side has seen the messages, while the page is in front. */
export function useMarkRead(
  { id, personReadSeq, staffReadSeq }: Conversation,
  own: 'person' | 'staff',
  thread: Thread | null,
) {
  const { client } = useApi()
  const read = own === 'staff' ? staffReadSeq : personReadSeq
  const last = thread?.messages.at(-1)?.seq ?? 0
  useEffect(() => {
    const mark = () => {
      if (last <= read || document.hidden) return
      client.messages.markRead.mutate({ conversationId: id, seq: last }).catch(() => undefined)
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [client, id, last, read])
}
