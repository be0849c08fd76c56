import { conversations } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { Deps } from '../../kernel/index.ts'
import { whisper } from '../events.ts'

/** Milliseconds between two pieces, and between two looks at who answers. */
const coalesce = 60
const look = 1_000
/** Characters of one piece: four bytes each at most, below what NOTIFY carries. */
const longest = 1_500

export interface Deltas {
  /** All of the text so far. */
  show: (text: string) => void
  /** Sends what is left. */
  end: () => Promise<void>
}

/**
 * Shows an answer as it comes, in pieces that nobody stores.
 * @param onTaken called when a person has taken over meanwhile.
 */
export function createDeltas(deps: Deps, conversationId: string, workflowId: string, onTaken: () => void): Deltas {
  let [wanted, sent] = ['', '']
  let work: Promise<void> | null = null
  let lookedAt = performance.now()
  const send = async () => {
    while (wanted !== sent) {
      // An answer that begins anew replaces what was shown.
      const offset = wanted.startsWith(sent) ? sent.length : 0
      const text = wanted.slice(offset, offset + longest)
      sent = wanted.slice(0, offset) + text
      await whisper(deps, conversationId, { type: 'delta', workflowId, offset, text })
      await new Promise(resolve => setTimeout(resolve, coalesce))
      if (performance.now() - lookedAt < look) continue
      lookedAt = performance.now()
      const [row] = await deps.db
        .select({ handler: conversations.handler })
        .from(conversations)
        .where(eq(conversations.id, conversationId))
      if (row?.handler !== 'ai') onTaken()
    }
  }
  const start = () => {
    // What could not be shown is in the message that follows.
    work ??= send()
      .catch(error => deps.log.warn({ workflow: workflowId, err: error }, 'An answer could not be shown as it comes'))
      .finally(() => {
        work = null
      })
    return work
  }
  return {
    show: text => {
      wanted = text
      void start()
    },
    end: async () => {
      await (work ?? start())
    },
  }
}
