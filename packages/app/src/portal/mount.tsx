import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProvider, createApi } from '../data/api.ts'
import { Look } from '../theme/provider.tsx'
import { createPortalRouter } from './router.tsx'
import { PortalProvider, type PortalSurroundings } from './surroundings.ts'

export type { PortalTracker } from './surroundings.ts'

export interface PortalOptions extends Partial<PortalSurroundings> {
  /** Origin of the server; empty (the default) for the page's own. */
  apiUrl?: string
}

/** Puts the customer portal into `element`; gives the function that takes it away again. */
export function mountPortal(element: Element, options: PortalOptions = {}): () => void {
  const { apiUrl = '', tracker = null, workspaceId = null, workspaceName = null } = options
  const api = createApi(apiUrl, () => {
    api.queryClient.setQueryData(api.trpc.auth.session.queryKey({}), null)
    void router.invalidate()
  })
  const router = createPortalRouter(api)
  router.subscribe('onResolved', ({ pathChanged }) => {
    if (pathChanged) tracker?.page()
  })
  const root = createRoot(element)
  root.render(
    <StrictMode>
      <Look>
        <QueryClientProvider client={api.queryClient}>
          <ApiProvider value={api}>
            <PortalProvider value={{ tracker, workspaceId, workspaceName }}>
              <RouterProvider router={router as never} />
            </PortalProvider>
          </ApiProvider>
        </QueryClientProvider>
      </Look>
    </StrictMode>,
  )
  return () => root.unmount()
}
