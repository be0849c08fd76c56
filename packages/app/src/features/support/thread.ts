import type { Message } from './conversation.ts'

/** A reply while it is being written. */
export interface Draft {
  workflowId: string
  text: string
}

/** A part of a reply, from `offset` on. */
export interface Delta {
  workflowId: string
  offset: number
  text: string
}

/** What places a message in its thread. */
export type Placed = Pick<Message, 'id' | 'seq' | 'change'>

/** The messages of one conversation as far as they are loaded, by rising place. */
export interface Thread<T extends Placed = Message> {
  messages: readonly T[]
  /** Whether there are messages before the first. */
  hasBefore: boolean
  draft: Draft | null
}

/** Puts messages in by id; what is known already is only replaced by a later change of it. */
export function withMessages<T extends Placed>(thread: Thread<T>, news: readonly T[]): Thread<T> {
  const byId = new Map(thread.messages.map(message => [message.id, message]))
  for (const message of news) {
    const known = byId.get(message.id)
    if (!known || message.change > known.change) byId.set(message.id, message)
  }
  return { ...thread, messages: [...byId.values()].sort((a, b) => a.seq - b.seq) }
}

/** A part that does not follow on what is there is left out: the message itself comes at the end. */
export function withDelta<T extends Placed>(thread: Thread<T>, { workflowId, offset, text }: Delta): Thread<T> {
  const { draft } = thread
  const before = draft?.workflowId === workflowId ? draft.text : ''
  return offset > before.length ? thread : { ...thread, draft: { workflowId, text: before.slice(0, offset) + text } }
}
