import { useQuery } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import type { Api } from '../data/api.ts'
import { NoConsole } from '../features/identity/no-console.tsx'
import { ConsoleShell } from '../shell/console-shell.tsx'

export const rootRoute = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

/** Everything below wants a session; without one, to the door and back. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const { queryClient, trpc } = context.api
    const session = await queryClient.ensureQueryData(trpc.auth.session.queryOptions({}))
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    return { session }
  },
  component: function Shell() {
    const { api, session: first } = shellRoute.useRouteContext()
    // Followed, so that a role that changes changes what is offered; who has signed out is sent away by what they ask next.
    const session = useQuery(api.trpc.auth.session.queryOptions({})).data ?? first
    const workspaces = session.workspaces.filter(each => each.role !== 'member')
    return workspaces.length > 0 ? <ConsoleShell session={{ ...session, workspaces }} /> : <NoConsole />
  },
})
