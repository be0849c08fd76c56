import type { Deps } from '../../kernel/index.ts'
import type { CompanionDelta } from '../model.ts'

/** Milliseconds between two pieces. */
const coalesce = 60
/** Characters of one piece: four bytes each at most, below what NOTIFY carries. */
const longest = 1_500

export interface Deltas {
  /** All of the text so far. */
  show: (text: string) => void
  /** Sends what is left. */
  end: () => Promise<void>
}

/** Shows an answer as it comes, in pieces that nobody stores. */
export function createDeltas(deps: Deps, threadId: string, messageId: string): Deltas {
  let [wanted, sent] = ['', '']
  let work: Promise<void> | null = null
  const send = async () => {
    while (wanted !== sent) {
      // A text that begins anew replaces what was shown.
      const offset = wanted.startsWith(sent) ? sent.length : 0
      const text = wanted.slice(offset, offset + longest)
      sent = wanted.slice(0, offset) + text
      await deps.whispers.say(threadId, { type: 'delta', messageId, offset, text } satisfies CompanionDelta)
      await new Promise(resolve => setTimeout(resolve, coalesce))
    }
  }
  const start = () => {
    // What could not be shown is in the message that follows.
    work ??= send()
      .catch(error => deps.log.warn({ message: messageId, err: error }, 'An answer could not be shown as it comes'))
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
