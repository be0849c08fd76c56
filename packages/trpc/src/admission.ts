import type { Caller } from '@quarterdeck/core/identity'
import {
  addressSubject,
  type Deps,
  type DomainError,
  type Origin,
  type RateState,
  refusal,
  spendRate,
} from '@quarterdeck/core/kernel'

/** How the limits look at one request. */
export interface Weight {
  /** How many of its procedures count: in a batch each by itself. */
  calls: number
  /** Those that a key's own limit of events counts instead. */
  events: number
  /** Whether it opens a live stream. */
  stream: boolean
}

export interface Admission {
  /** What the caller may know of their limit; null when nothing of the request counts. */
  state: RateState | null
  refused: DomainError | null
}

interface Asking {
  origin: Origin
  weight: Weight
  caller: () => Promise<Caller>
}

/** Whose requests are counted together, and by which rule: a person's, a key's, else an address's. */
async function countedAs({ limits }: Deps, { caller, origin, weight }: Asking) {
  const { calls, events, stream } = weight
  const who = await caller()
  if (who?.kind === 'key') return { rule: limits.key, subject: who.key.id, cost: calls - events }
  if (who?.kind === 'person') {
    return { rule: stream ? limits.streams : limits.signedIn, subject: who.signedIn.person.id, cost: calls }
  }
  return { rule: limits.anonymous, subject: addressSubject(origin.ip), cost: calls }
}

const uncounted: Admission = { state: null, refused: null }

/** Counts a request before anything of it is done. A batch is let in or refused as a whole. */
export async function admit(deps: Deps, asking: Asking): Promise<Admission> {
  if (asking.weight.calls === 0) return uncounted
  const { rule, subject, cost } = await countedAs(deps, asking)
  if (cost === 0) return uncounted
  const state = await spendRate(deps, rule, subject, cost)
  return { state, refused: state.allowed ? null : refusal(rule, state) }
}
