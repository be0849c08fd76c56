import { type Deps, limitReached, type Scope } from '@quarterdeck/core/kernel'

/** One window needs one stream; nobody needs more windows than this at once. */
export const maxStreams = 20

/** Open streams by who holds them, of this process: each has its own connection here. */
const held = new WeakMap<Deps['changes'], Map<string, number>>()

/**
 * Counts a stream for as long as its signal lives.
 * @throws DomainError `limit_reached` when the caller holds as many as anyone may.
 */
export function holdStream({ changes }: Deps, { actor }: Scope, signal: AbortSignal): void {
  const counts = held.get(changes) ?? new Map<string, number>()
  held.set(changes, counts)
  const holder = actor.kind === 'system' ? actor.name : actor.id
  const count = counts.get(holder) ?? 0
  if (count >= maxStreams) throw limitReached(`Close another window first: ${maxStreams} live streams are open`, 5)
  if (signal.aborted) return
  counts.set(holder, count + 1)
  signal.addEventListener(
    'abort',
    () => {
      const left = (counts.get(holder) ?? 1) - 1
      if (left > 0) counts.set(holder, left)
      else counts.delete(holder)
    },
    { once: true },
  )
}
