import { Drawer } from '@mantine/core'
import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { Outlet, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { type Session, useApi } from '../data/api.ts'
import { EscalationNotices } from '../features/support/notices/escalation-notices.tsx'
import { LiveProvider } from '../live/live-provider.tsx'
import styles from './console-shell.module.css'
import { Rail } from './rail.tsx'
import { type Shell, ShellProvider } from './shell-context.ts'

const Search = lazy(() => import('./search.tsx').then(module => ({ default: module.Search })))

/** The frame around every signed-in page: rail, search, the stream of changes. */
export function ConsoleShell({ session }: { session: Session }) {
  const api = useApi()
  const router = useRouter()
  const [rail, setRail] = useState(false)
  const [searches, setSearches] = useState(0)
  const [chosen, setChosen] = useLocalStorage<string | null>({
    key: 'qd.workspace',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  const workspace = session.workspaces.find(each => each.id === chosen) ?? session.workspaces[0] ?? null
  api.workspace.id = session.workspaces.length > 1 ? (workspace?.id ?? null) : null
  useHotkeys([['mod+K', () => setSearches(count => count + 1)]], [])

  const signOut = useMutation(
    api.trpc.auth.signOut.mutationOptions({
      onSettled: async () => {
        api.queryClient.clear()
        await router.invalidate()
      },
    }),
  )
  const shell = useMemo<Shell>(
    () => ({
      session,
      workspace,
      openRail: () => setRail(true),
      openSearch: () => setSearches(count => count + 1),
      signOut: () => signOut.mutate({}),
    }),
    [session, workspace, signOut.mutate],
  )
  const switchTo = (id: string) => {
    setChosen(id)
    api.workspace.id = id
    api.queryClient.clear()
    void router.navigate({ to: '/' })
  }

  return (
    <ShellProvider value={shell}>
      <LiveProvider key={workspace?.id ?? 'none'}>
        <a href="#content" className={styles.skip}>
          Skip to content
        </a>
        <div className={styles.app}>
          <div className={styles.side}>
            <Rail onWorkspace={switchTo} />
          </div>
          <Outlet />
        </div>
        <Drawer
          opened={rail}
          onClose={() => setRail(false)}
          size={240}
          padding={0}
          withCloseButton={false}
          attributes={{ content: { 'aria-label': 'Menu' } }}
        >
          <Rail onWorkspace={switchTo} onNavigate={() => setRail(false)} />
        </Drawer>
        <EscalationNotices />
        {searches > 0 && (
          <Suspense>
            <Search asked={searches} />
          </Suspense>
        )}
      </LiveProvider>
    </ShellProvider>
  )
}
