import { identify, scopeOf } from '@quarterdeck/core/identity'
import { type Deps, DomainError, limitReached, type Scope } from '@quarterdeck/core/kernel'
import type { Context } from './context.ts'

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

type Admitted = Pick<Context, 'deps' | 'token' | 'workspaceId' | 'origin'>

/** How often an open stream is asked whether its caller may still have it, in milliseconds. */
const recheck = 60_000

/**
 * Ends when the signal does, or soon after its caller signed out, was removed from the workspace or lost their key. A
 * database that cannot say keeps the stream.
 */
export function whileAllowed(
  { deps, token, workspaceId, origin }: Admitted,
  signal: AbortSignal,
  every = recheck,
): AbortSignal {
  const ended = new AbortController()
  const check = async () => {
    try {
      scopeOf(await identify(deps, token), workspaceId, 'member', origin)
    } catch (error) {
      if (error instanceof DomainError && error.kind !== 'unavailable') ended.abort()
      else deps.log.warn({ err: error }, 'A live stream could not be checked; it stays open')
    }
  }
  const timer = setInterval(() => void check(), every)
  const either = AbortSignal.any([signal, ended.signal])
  either.addEventListener('abort', () => clearInterval(timer), { once: true })
  if (either.aborted) clearInterval(timer)
  return either
}
