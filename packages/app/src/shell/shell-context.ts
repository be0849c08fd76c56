import { createContext, use } from 'react'
import type { Session } from '../data/api.ts'

/** What pages know of the frame around them. */
export interface Shell {
  session: Session
  /** The workspace on screen. */
  workspace: Session['workspaces'][number] | null
  openRail: () => void
  openSearch: () => void
  signOut: () => void
}

const ShellContext = createContext<Shell | null>(null)
export const ShellProvider = ShellContext.Provider

export function useShell(): Shell {
  const shell = use(ShellContext)
  if (!shell) throw new Error('useShell: no ShellProvider above')
  return shell
}
