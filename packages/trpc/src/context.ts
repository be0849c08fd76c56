import { type Caller, identify } from '@quarterdeck/core/identity'
import type { Deps, Origin } from '@quarterdeck/core/kernel'
import { type Admission, admit, type Weight } from './admission.ts'

/** What a transport tells about one request. */
export interface RequestFacts {
  origin: Origin
  /** From `Authorization: Bearer` or the cookie `qd_session`. */
  token: string | null
  /** From the header `x-workspace`. */
  workspaceId: string | null
  weight: Weight
  /** Browsers get the session as a cookie as well; null on transports that have none. */
  setSessionCookie: ((session: { token: string; expiresAt: string } | null) => void) | null
}

export interface Context extends RequestFacts {
  deps: Deps
  /** Who calls; looked up when a procedure first asks, once a request. */
  caller: () => Promise<Caller>
  /** Whether the limits let the request in; counted when first asked, once a request. */
  admission: () => Promise<Admission>
}

export function createContext(deps: Deps, facts: RequestFacts): Context {
  let known: Promise<Caller> | undefined
  let admission: Promise<Admission> | undefined
  const caller = () => {
    known ??= identify(deps, facts.token)
    return known
  }
  return {
    ...facts,
    deps,
    caller,
    admission: () => {
      admission ??= admit(deps, { ...facts, caller })
      return admission
    },
  }
}
