import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiProvider, createApi } from '../data/api.ts'
import { type Desktop, DesktopProvider } from '../shell/desktop.ts'
import { Look } from '../theme/provider.tsx'
import { createConsoleRouter } from './router.tsx'

export interface ConsoleOptions {
  /** Origin of the server; empty (the default) for the page's own. */
  apiUrl?: string
  /** Path under which the console is served. */
  basePath?: string
  /** What the desktop shell offers; absent in a browser. */
  desktop?: Desktop | undefined
}

/** Puts the staff console into `element`; gives the function that takes it away again. */
export function mountConsole(
  element: Element,
  { apiUrl = '', basePath = '/admin', desktop }: ConsoleOptions = {},
): () => void {
  const api = createApi(apiUrl, () => {
    api.queryClient.setQueryData(api.trpc.auth.session.queryKey({}), null)
    void router.invalidate()
  })
  const router = createConsoleRouter(api, basePath)
  const root = createRoot(element)
  root.render(
    <StrictMode>
      <Look>
        <QueryClientProvider client={api.queryClient}>
          <ApiProvider value={api}>
            <DesktopProvider value={desktop ?? null}>
              <RouterProvider router={router} />
            </DesktopProvider>
          </ApiProvider>
        </QueryClientProvider>
      </Look>
    </StrictMode>,
  )
  return () => root.unmount()
}
