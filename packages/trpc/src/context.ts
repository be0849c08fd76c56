import { type Caller, identify } from '@quarterdeck/core/identity'
import type { Deps, Origin } from '@quarterdeck/core/kernel'

/** What a transport tells about one request. */
export interface RequestFacts {
  origin: Origin
  /** From `Authorization: Bearer` or the cookie `qd_session`. */
  token: string | null
  /** From the header `x-workspace`. */
  workspaceId: string | null
  /** Browsers get the session as a cookie as well; null on transports that have none. */
  setSessionCookie: ((session: { token: string; expiresAt: string } | null) => void) | null
}

export interface Context extends RequestFacts {
  deps: Deps
  /** Who calls; looked up when a procedure first asks, once a request. */
  caller: () => Promise<Caller>
}

export function createContext(deps: Deps, facts: RequestFacts): Context {
  let caller: Promise<Caller> | undefined
  return {
    ...facts,
    deps,
    caller: () => {
      caller ??= identify(deps, facts.token)
      return caller
    },
  }
}
