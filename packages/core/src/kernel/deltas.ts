import type { Log } from './log.ts'

/** Milliseconds between two pieces. */
const coalesce = 60
/** Characters of one piece: four bytes each at most, below what NOTIFY carries. */
const longest = 1_500

/** A piece of a text: what stands from `offset` on. */
export interface Delta {
  offset: number
  text: string
}

export interface Deltas {
  /** All of the text so far. */
  show: (text: string) => void
  /** Sends what is left. */
  end: () => Promise<void>
}

/**
 * Shows a text as it comes, in pieces that nobody stores.
 * @param facts of whom it is, for the log.
 * @param say sends one; when it fails, what could not be shown is in the message that follows.
 */
export function createDeltas({ log }: { log: Log }, facts: object, say: (delta: Delta) => Promise<void>): Deltas {
  let [wanted, sent] = ['', '']
  let work: Promise<void> | null = null
  const send = async () => {
    while (wanted !== sent) {
      // A text that begins anew replaces what was shown.
      const offset = wanted.startsWith(sent) ? sent.length : 0
      const text = wanted.slice(offset, offset + longest)
      sent = wanted.slice(0, offset) + text
      await say({ offset, text })
      await new Promise(resolve => setTimeout(resolve, coalesce))
    }
  }
  const start = () => {
    work ??= send()
      .catch(error => log.warn({ ...facts, err: error }, 'An answer could not be shown as it comes'))
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
