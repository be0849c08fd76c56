import type { ChatEvent, Message } from './wire.ts'

/** A reply while it is being written. */
export interface Draft {
  workflowId: string
  text: string
}

/** The messages of one conversation as far as they are loaded, by rising place. */
export interface Thread {
  messages: readonly Message[]
  /** The last change seen: the stream goes on from there. */
  change: number
  draft: Draft | null
}

export const emptyThread: Thread = { messages: [], change: 0, draft: null }

/** Puts messages in by id; what is known already is only replaced by a later change of it. */
export function withMessages(thread: Thread, news: readonly Message[]): Thread {
  const byId = new Map(thread.messages.map(message => [message.id, message]))
  for (const message of news) {
    const known = byId.get(message.id)
    if (!known || message.change > known.change) byId.set(message.id, message)
  }
  return { ...thread, messages: [...byId.values()].sort((a, b) => a.seq - b.seq) }
}

/** A part of a reply; parts that do not follow on what is there are left out, for the message itself comes at the end. */
function withDelta(
  draft: Draft | null,
  { workflowId, offset, text }: Extract<ChatEvent, { type: 'delta' }>,
): Draft | null {
  if (draft?.workflowId !== workflowId) return offset === 0 ? { workflowId, text } : draft
  return offset <= draft.text.length ? { workflowId, text: draft.text.slice(0, offset) + text } : draft
}

/** The thread after one event of its stream. */
export function apply(thread: Thread, event: ChatEvent): Thread {
  if (event.type === 'delta') return { ...thread, draft: withDelta(thread.draft, event) }
  if (event.type !== 'message') return thread
  const { message } = event
  const after = withMessages(thread, [message])
  // Whatever came from the other side ends the draft: it is the reply, or what was said in its place.
  const ends = message.author.kind !== 'person' && !thread.messages.some(({ id }) => id === message.id)
  return { ...after, change: Math.max(thread.change, message.change), draft: ends ? null : thread.draft }
}
