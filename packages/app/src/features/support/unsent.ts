import { type WindowStore, windowStore } from '../../data/window-store.ts'

/** What is being written in a conversation; `note`: for staff only. */
export interface DraftText {
  text: string
  note: boolean
}

/** A message that was written and is not in the thread yet. */
export interface Outgoing {
  clientId: string
  content: string
  attachmentIds: string[]
  internal: boolean
  /** Why it could not be sent; null while it is being tried. */
  failure: string | null
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function readOutgoing(value: unknown): Outgoing[] {
  if (!isRecord(value) || typeof value.clientId !== 'string' || typeof value.content !== 'string') return []
  const { clientId, content, attachmentIds, internal, failure } = value
  return [
    {
      ...{ clientId, content, internal: internal === true },
      attachmentIds: Array.isArray(attachmentIds) ? attachmentIds.map(String) : [],
      failure: typeof failure === 'string' ? failure : null,
    },
  ]
}

/**
 * Keeps what a person wrote in a conversation and did not send, or sent and is not there yet, in this window: going to
 * another conversation and back, or a reload, loses no word.
 * @param person their id: somebody else at the same window sees nothing of it
 */
export function unsentKeeper(person: string, conversationId: string, store: WindowStore | null = windowStore()) {
  const about = `${conversationId} of ${person}`
  const [draftKey, sendingKey] = [`draft in ${about}`, `sending in ${about}`]
  const read = (key: string): unknown => {
    try {
      return JSON.parse(store?.getItem(key) ?? 'null')
    } catch {
      return null
    }
  }
  const write = (key: string, value: object | null) => {
    try {
      if (value) store?.setItem(key, JSON.stringify(value))
      else store?.removeItem(key)
    } catch {
      // Full or forbidden: it is only not kept.
    }
  }
  const outgoing = (): Outgoing[] => {
    const kept = read(sendingKey)
    return Array.isArray(kept) ? kept.flatMap(readOutgoing) : []
  }
  const others = (clientId: string) => outgoing().filter(each => each.clientId !== clientId)
  return {
    draft(): DraftText {
      const kept = read(draftKey)
      const text = isRecord(kept) && typeof kept.text === 'string' ? kept.text : ''
      return { text, note: isRecord(kept) && kept.note === true }
    },
    keepDraft: (draft: DraftText) => write(draftKey, draft.text === '' ? null : draft),
    outgoing,
    /** In the order in which they were written; one that is known changes in its place. */
    keepOutgoing(message: Outgoing) {
      const kept = outgoing()
      const at = kept.findIndex(({ clientId }) => clientId === message.clientId)
      write(sendingKey, at < 0 ? [...kept, message] : kept.with(at, message))
    },
    forgetOutgoing(clientId: string) {
      const left = others(clientId)
      write(sendingKey, left.length > 0 ? left : null)
    },
  }
}
