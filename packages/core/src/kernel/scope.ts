import type { Role } from '@quarterdeck/db'

export type Actor =
  | { kind: 'person'; id: string; name: string; role: Role }
  | { kind: 'key'; id: string; name: string }
  | { kind: 'system'; name: string }

/** Where a request came from: kept with what it does. */
export interface Origin {
  requestId: string
  ip: string | null
  userAgent: string | null
}

declare const checked: unique symbol

/**
 * The right to act in one workspace. Made only in `identity/access.ts`, after membership was checked, so that a verb
 * which takes a scope cannot be called without that check.
 */
export interface Scope {
  readonly [checked]: true
  readonly workspaceId: string
  readonly actor: Actor
  readonly origin: Origin
}
