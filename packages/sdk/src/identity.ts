import { attempt } from './clean.ts'
import type { Clock, StateStore } from './ports.ts'

/** A visit ends after 30 minutes without an event, as web analytics has long counted it. */
const idleMs = 1_800_000

export type Choice = 'granted' | 'denied'

/** Who acts, as it is kept between page loads and shared between tabs. */
export interface State {
  anonymousId: string
  visitId: string
  /** When the last event of the visit was tracked, in milliseconds since the epoch. */
  activeAt: number
  userId?: string
  /** What the person chose with `optIn` or `optOut`. */
  choice?: Choice
}

export interface Identity {
  /**
   * The state for an event that happens now: a new visit after an idle time, else the visit goes on. With a user id,
   * that user from now on; another user than before begins as a new anonymous person.
   */
  touch(userId?: string): State
  /** Forgets the person and the visit; the next event makes new ones. */
  reset(): void
  choice(): Choice | undefined
  /** Records the person's choice; 'denied' removes everything else that was kept. */
  choose(choice: Choice): void
}

/** Keeps who acts. Nothing but a recorded choice is read or written while `mayStore` says no. */
export function createIdentity(
  clock: Clock,
  newId: () => string,
  store: StateStore,
  mayStore: () => boolean,
): Identity {
  let memory: Partial<State> = {}
  // A full store can still be read, but what it says is old.
  let saved = true

  const load = (): Partial<State> => attempt(() => JSON.parse(store.load() ?? '{}')) ?? {}
  const save = (state: Partial<State>): void => {
    saved = !!attempt(() => {
      store.save(JSON.stringify(state))
      return true
    })
  }
  const current = (): Partial<State> => (saved && mayStore() ? { ...memory, ...load() } : memory)
  const set = (state: Partial<State>): void => {
    memory = state
    if (mayStore()) save(state)
  }
  const anew = ({ choice }: Partial<State>): Partial<State> => (choice ? { choice } : {})

  return {
    touch(userId) {
      const now = clock.now()
      let last = current()
      if (userId && last.userId && last.userId !== userId) last = anew(last)
      const active = Math.abs(now - (last.activeAt ?? 0)) < idleMs
      const state = {
        ...last,
        ...(userId && { userId }),
        anonymousId: last.anonymousId || newId(),
        visitId: (active && last.visitId) || newId(),
        activeAt: now,
      }
      set(state)
      return state
    },
    choice: () => load().choice,
    reset: () => set(anew(current())),
    choose(choice) {
      memory = choice === 'denied' ? { choice } : { ...memory, ...load(), choice }
      save(memory)
    },
  }
}
