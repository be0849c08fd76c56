import { createContext, use } from 'react'
import type { Session } from '../data/api.ts'

export const MemberContext = createContext<Session | null>(null)

/** Who is signed in, on pages that are only shown to somebody who is. */
export function useMember(): Session {
  const session = use(MemberContext)
  if (!session) throw new Error('useMember: no MemberFrame above')
  return session
}
