import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { Api } from '../data/api.ts'
import { Empty, Failed } from '../ui/async.tsx'
import { HomePage } from './home-page.tsx'
import { LandingPage } from './landing-page.tsx'

const rootRoute = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

const sessionOf = ({ queryClient, trpc }: Api) => queryClient.ensureQueryData(trpc.auth.session.queryOptions({}))

const landingRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: LandingPage })
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./sign-pages.tsx'), 'SignInPage'),
})
const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./sign-pages.tsx'), 'SignUpPage'),
})
const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/home',
  beforeLoad: async ({ context }) => {
    if (!(await sessionOf(context.api))) throw redirect({ href: '/sign-in' })
  },
  component: HomePage,
})

const routeTree = rootRoute.addChildren([landingRoute, signInRoute, signUpRoute, homeRoute])

/** The portal's routes, at the root of the server. */
export function createPortalRouter(api: Api) {
  return createRouter({
    routeTree,
    context: { api },
    defaultNotFoundComponent: () => (
      <Empty title="No such page">The address may be old. Go back to the beginning.</Empty>
    ),
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
  })
}
