import { createReader } from './reader.ts'
import { createSender } from './sender.ts'
import { type Chosen, createStore, type Ports, type Store, sentence } from './state.ts'
import type { Conversation } from './wire.ts'

/** How often the server is told that the visitor types, in ms. */
const typingEvery = 3_000
/** How often the list asks by itself, in ms. */
const listEvery = 15_000

/** The files of the next message: uploaded when they are chosen. */
function createFiles(store: Store, { client, newId }: Ports) {
  return {
    async attach(file: File) {
      const id = store.id()
      if (!id) return
      const key = newId()
      const put = (patch: Partial<Chosen>) =>
        store.set({ chosen: store.get().chosen.map(each => (each.key === key ? { ...each, ...patch } : each)) })
      store.set({ chosen: [...store.get().chosen, { key, name: file.name, id: null, failure: null }] })
      try {
        put({ id: (await client.upload<{ id: string }>(id, file)).id })
      } catch (error) {
        put({ failure: sentence(error) })
      }
    },
    detach: (key: string) => store.set({ chosen: store.get().chosen.filter(each => each.key !== key) }),
    download: (id: string) => store.attempt(() => client.download(id)),
  }
}

/** What can be asked of the open conversation, besides messages. */
function createWishes(store: Store, { client }: Ports) {
  const wish = async (path: string, input: object) => {
    const conversation = await store.attempt(() => client.mutate<Conversation>(path, input))
    if (conversation && store.id() === conversation.id) store.set({ conversation })
  }
  let typedAt = 0
  return {
    escalate: () => wish('conversations.escalate', { id: store.id() }),
    resolve: () => wish('conversations.resolve', { id: store.id() }),
    rate: (score: number, comment: string) =>
      wish('conversations.rate', { id: store.id(), score, ...(comment && { comment }) }),
    typed() {
      const conversationId = store.id()
      if (!conversationId || Date.now() - typedAt < typingEvery) return
      typedAt = Date.now()
      client.mutate('messages.typing', { conversationId }).catch(() => undefined)
    },
  }
}

/** The widget's state, and everything that can be done in it. */
export function createChat(ports: Ports) {
  const { client } = ports
  const store = createStore(ports)
  const sender = createSender(store, ports)
  const reader = createReader(store, sender, ports)
  let timer: ReturnType<typeof setInterval> | undefined

  const loadList = async () => {
    const page = await store.attempt(() => client.query<{ items: Conversation[] }>('conversations.mine', { limit: 50 }))
    if (page) store.set({ conversations: page.items })
    return page?.items ?? []
  }
  const watchList = () => {
    clearInterval(timer)
    timer = setInterval(() => {
      const { open, view } = store.get()
      if (open && view.name === 'list' && !document.hidden) void loadList()
    }, listEvery)
  }

  return {
    ...createFiles(store, ports),
    ...createWishes(store, ports),
    address: client.address,
    get: store.get,
    pending: sender.pending,
    resend: sender.resend,
    discard: sender.settle,
    enter: (id: string) => reader.enter(id),
    earlier: reader.earlier,
    seen: reader.markRead,

    /** Opens the panel: at what was open before, else at the list, which for a stranger is a new conversation. */
    async show() {
      if (store.get().open) return
      store.set({ open: true })
      watchList()
      if (store.get().view.name !== 'list') return reader.markRead()
      const conversations = await loadList()
      if (conversations.length === 0 && store.get().conversations) store.set({ view: { name: 'new' } })
    },
    hide: () => store.set({ open: false }),
    /** Finds out, without being opened, whether something waits: for browsers that have spoken before. */
    async wake() {
      const conversations = await loadList()
      if (conversations.some(({ unread }) => unread > 0)) store.set({ announcement: 'You have new messages.' })
      void sender.flush()
    },
    /** Somebody else sits here now, or the same with another name: what is shown is asked for anew. */
    async restart() {
      this.clear()
      await loadList()
    },
    clear() {
      reader.leave()
      store.set({ view: { name: 'list' }, conversations: null, announcement: '' })
    },
    list() {
      reader.leave()
      store.set({ view: { name: 'list' } })
      void loadList()
    },
    compose() {
      reader.leave()
      store.set({ view: { name: 'new' } })
    },
    /** Writes into the open conversation, or begins one. @returns false when the text should stay in the field. */
    async send(content: string): Promise<boolean> {
      const { chosen } = store.get()
      let id = store.id()
      if (!id) {
        const begun = await store.attempt(() => client.mutate<Conversation>('conversations.create', {}))
        if (!begun) return false
        id = begun.id
        sender.add(id, content, [])
        await reader.enter(id)
        return true
      }
      sender.add(
        id,
        content,
        chosen.flatMap(file => file.id ?? []),
      )
      store.set({ chosen: [] })
      return true
    },
  }
}

export type Chat = ReturnType<typeof createChat>
