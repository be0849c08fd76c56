import { createContext, use } from 'react'

/** What the portal asks of a tracker; the browser tracker of the SDK has it. */
export interface PortalTracker {
  page: () => void
  track: (name: string, properties?: Record<string, string | number | boolean>) => void
  identify: (userId: string) => void
  reset: () => void
}

export interface PortalSurroundings {
  /** Null: nothing is tracked. */
  tracker: PortalTracker | null
  /** Whose portal this is. */
  workspaceId: string | null
  workspaceName: string | null
}

const PortalContext = createContext<PortalSurroundings>({ tracker: null, workspaceId: null, workspaceName: null })
export const PortalProvider = PortalContext.Provider

export function usePortal(): PortalSurroundings {
  return use(PortalContext)
}
