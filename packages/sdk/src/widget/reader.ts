import { follow } from './follow.ts'
import type { Sender } from './sender.ts'
import { nameOf, type Ports, type Store } from './state.ts'
import { apply, emptyThread, withMessages } from './thread.ts'
import type { ChatEvent, Conversation, MessagePage } from './wire.ts'

/** How long somebody is shown as typing after they were heard of, in ms. */
const typingLasts = 6_000
const pageSize = 50

/** Reads one conversation and follows it. */
export function createReader(store: Store, sender: Sender, { client, onRefused }: Ports) {
  let stop = () => {}
  let typingTimer: ReturnType<typeof setTimeout> | undefined

  const markRead = () => {
    const { thread, open, conversation } = store.get()
    const id = store.id()
    const last = thread.messages.at(-1)
    if (!id || !last || !open || document.hidden || !conversation || conversation.personReadSeq >= last.seq) return
    store.set({ conversation: { ...conversation, personReadSeq: last.seq, unread: 0 } })
    client.mutate('messages.markRead', { conversationId: id, seq: last.seq }).catch(() => undefined)
  }

  const hear = (id: string, event: ChatEvent) => {
    if (store.id() !== id) return
    if (event.type === 'typing') {
      if (event.who.kind === 'person') return
      clearTimeout(typingTimer)
      store.set({ typing: event.typing ? event.who.name : null })
      typingTimer = setTimeout(() => store.set({ typing: null }), typingLasts)
      return
    }
    if (event.type === 'conversation') {
      store.set({ conversation: event.conversation })
      return markRead()
    }
    const { thread } = store.get()
    store.set({ thread: apply(thread, event) })
    if (event.type !== 'message') return
    const { message } = event
    if (message.clientId) sender.settle(message.clientId)
    const isNew = !thread.messages.some(each => each.id === message.id)
    if (isNew && message.author.kind !== 'person')
      store.set({ typing: null, announcement: `${nameOf(message)}: ${message.content}` })
    markRead()
  }

  const list = (id: string, before?: number) =>
    store.attempt(() =>
      client.query<MessagePage>('messages.list', { conversationId: id, limit: pageSize, ...(before && { before }) }),
    )

  return {
    markRead,
    leave() {
      stop()
      store.set({
        conversation: null,
        thread: emptyThread,
        connection: 'idle',
        failure: null,
        typing: null,
        chosen: [],
      })
    },
    async enter(id: string): Promise<void> {
      this.leave()
      store.set({ view: { name: 'conversation', id }, connection: 'connecting', hasEarlier: false })
      const conversation = await store.attempt(() => client.query<Conversation>('conversations.get', { id }))
      const page = conversation && (await list(id))
      if (store.id() !== id || !page) return
      const thread = { ...withMessages(emptyThread, page.items), change: page.lastChange }
      store.set({ conversation, thread, hasEarlier: page.hasBefore })
      markRead()
      stop()
      stop = follow(client, {
        path: 'messages.onEvent',
        input: () => ({ conversationId: id, lastEventId: store.get().thread.change }),
        // The server's word: `packages/core/src/support/model.ts` is where its events are written down.
        onData: data => hear(id, data as ChatEvent),
        onState: connection => {
          if (store.id() !== id) return
          store.set({ connection })
          if (connection === 'live') void sender.flush()
        },
        onRefused,
      })
    },
    async earlier() {
      const id = store.id()
      const first = store.get().thread.messages[0]
      if (!id || !first || store.get().loadingEarlier) return
      store.set({ loadingEarlier: true })
      const page = await list(id, first.seq)
      if (page && store.id() === id)
        store.set({ thread: withMessages(store.get().thread, page.items), hasEarlier: page.hasBefore })
      store.set({ loadingEarlier: false })
    },
  }
}
