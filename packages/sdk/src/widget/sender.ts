import { CallError } from './client.ts'
import type { Pending } from './outbox.ts'
import { type Ports, type Store, sentence } from './state.ts'
import { withMessages } from './thread.ts'
import type { Message } from './wire.ts'

/** How long to wait before what did not arrive is sent again, in ms; at once when the stream is back. */
const again = 4_000

/** Sends what was written, in order and until it arrived. The server knows each by its `clientId`, so nothing comes twice. */
export function createSender(store: Store, { client, outbox, newId, onRefused, onChange }: Ports) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending = false

  const settle = (clientId: string) => {
    outbox.remove(clientId)
    onChange()
  }

  /** @returns false when it should be tried again. */
  const deliver = async ({ clientId, conversationId, content, attachmentIds }: Pending): Promise<boolean> => {
    try {
      const input = { conversationId, content, clientId, ...(attachmentIds.length > 0 && { attachmentIds }) }
      const message = await client.mutate<Message>('messages.send', input)
      if (store.id() === conversationId) store.set({ thread: withMessages(store.get().thread, [message]) })
      settle(clientId)
      return true
    } catch (error) {
      if (error instanceof CallError && (error.passing || (error.code === 'UNAUTHORIZED' && onRefused()))) return false
      outbox.refuse(clientId, sentence(error))
      onChange()
      return true
    }
  }

  const flush = async (): Promise<void> => {
    if (sending) return
    sending = true
    clearTimeout(timer)
    // Read anew each time: more may be written meanwhile.
    const next = () => outbox.all().find(({ refused }) => refused === null)
    let arrived = true
    for (let pending = next(); pending && arrived; pending = next()) arrived = await deliver(pending)
    sending = false
    if (!arrived) timer = setTimeout(() => void flush(), again)
  }

  return {
    flush,
    settle,
    pending: (id: string) => outbox.all().filter(each => each.conversationId === id),
    add(conversationId: string, content: string, attachmentIds: string[]) {
      outbox.add({ clientId: newId(), conversationId, content, attachmentIds, refused: null })
      onChange()
      void flush()
    },
    resend(clientId: string) {
      outbox.refuse(clientId, null)
      onChange()
      void flush()
    },
  }
}

export type Sender = ReturnType<typeof createSender>
