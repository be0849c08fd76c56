import { createContext, use, useEffect, useRef } from 'react'

/** The part of the desktop shell's bridge that the console uses. */
export interface Desktop {
  server: () => Promise<{ address: string; remembersSignIn: boolean }>
  changeServer: () => Promise<void>
  showOpenIssues: (count: number) => Promise<void>
  notify: (notice: { title: string; body: string; path?: string }) => Promise<void>
}

const DesktopContext = createContext<Desktop | null>(null)
export const DesktopProvider = DesktopContext.Provider

/** The desktop shell around this window; null in a browser. */
export function useDesktop(): Desktop | null {
  return use(DesktopContext)
}

/** Keeps the badge of the desktop app true, and tells of issues that open while the window may be hidden. */
export function useDesktopBadge(openIssues: number | undefined): void {
  const desktop = useDesktop()
  const before = useRef<number>(undefined)
  useEffect(() => {
    if (!desktop || openIssues === undefined) return
    void desktop.showOpenIssues(openIssues)
    const risen = before.current !== undefined && openIssues > before.current
    before.current = openIssues
    if (risen && !document.hasFocus()) {
      void desktop.notify({
        title: 'A funnel fell below its usual rate',
        body: `${openIssues} issues are open.`,
        path: '/issues',
      })
    }
  }, [desktop, openIssues])
}
