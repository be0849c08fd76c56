import { CallError, type Client } from './client.ts'
import type { Connection } from './follow.ts'
import type { Outbox } from './outbox.ts'
import { emptyThread, type Thread } from './thread.ts'
import type { Conversation, Message } from './wire.ts'

export type View = { name: 'list' } | { name: 'new' } | { name: 'conversation'; id: string }

/** A file that is chosen for the next message. */
export interface Chosen {
  key: string
  name: string
  /** Set once it is uploaded. */
  id: string | null
  failure: string | null
}

export interface ChatState {
  open: boolean
  view: View
  connection: Connection
  conversations: readonly Conversation[] | null
  conversation: Conversation | null
  thread: Thread
  /** Whether there are messages before the first one loaded. */
  hasEarlier: boolean
  loadingEarlier: boolean
  /** Who is typing on the other side. */
  typing: string | null
  /** What went wrong last, in a sentence. */
  failure: string | null
  chosen: readonly Chosen[]
  /** For those who do not see the screen: what came last. */
  announcement: string
}

const initial: ChatState = {
  open: false,
  view: { name: 'list' },
  connection: 'idle',
  conversations: null,
  conversation: null,
  thread: emptyThread,
  hasEarlier: false,
  loadingEarlier: false,
  typing: null,
  failure: null,
  chosen: [],
  announcement: '',
}

export interface Ports {
  client: Client
  outbox: Outbox
  newId: () => string
  /** The token is no longer taken. @returns whether another one may be. */
  onRefused: () => boolean
  /** Draws the state. */
  onChange: () => void
}

export const sentence = (error: unknown): string =>
  error instanceof CallError && error.code !== 'network' && error.code !== 'INTERNAL_SERVER_ERROR'
    ? error.message
    : 'The server did not answer. Try again in a moment.'

/** Who wrote a message, in a word. */
export function nameOf({ author: { kind, name } }: Message): string {
  if (kind === 'person') return 'You'
  return kind === 'agent' ? `${name} (assistant)` : name
}

/** The state, and the ways to change it that everything else shares. */
export function createStore({ onRefused, onChange }: Ports) {
  let state = initial
  const set = (patch: Partial<ChatState>) => {
    state = { ...state, ...patch }
    onChange()
  }
  return {
    get: () => state,
    set,
    /** The open conversation. */
    id: () => (state.view.name === 'conversation' ? state.view.id : null),
    /** Does it, once more with a new token where the old one has ended; says what went wrong and gives null. */
    async attempt<T>(what: () => Promise<T>): Promise<T | null> {
      const tell = (error: unknown) => {
        set({ failure: sentence(error) })
        return null
      }
      try {
        const result = await what()
        if (state.failure) set({ failure: null })
        return result
      } catch (error) {
        const renewed = error instanceof CallError && error.code === 'UNAUTHORIZED' && onRefused()
        return renewed ? await what().catch(tell) : tell(error)
      }
    },
  }
}

export type Store = ReturnType<typeof createStore>
