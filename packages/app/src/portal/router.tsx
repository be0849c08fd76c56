import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { Api } from '../data/api.ts'
import { Failed } from '../ui/async.tsx'
import { compact, id, type RawSearch } from '../url/params.ts'
import { LandingPage } from './landing-page.tsx'
import { portalPath } from './portal-link.tsx'

const rootRoute = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

const sessionOf = ({ queryClient, trpc }: Api) => queryClient.ensureQueryData(trpc.auth.session.queryOptions({}))

const landingRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: LandingPage })
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: RawSearch) => compact({ to: portalPath(search.to) }),
  component: lazyRouteComponent(() => import('./sign-pages.tsx'), 'SignInPage'),
})
const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./sign-pages.tsx'), 'SignUpPage'),
})
const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./password-pages.tsx'), 'ForgotPasswordPage'),
})

// Where the links in e-mails lead; each page reads the secret from the address itself.
const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./password-pages.tsx'), 'ResetPasswordPage'),
})
const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('./verify-page.tsx'), 'VerifyPage'),
})
const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
})

/** A finished essay for whoever has its link. */
const sharedEssayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/shared-essay',
  component: lazyRouteComponent(() => import('./shared-essay-page.tsx'), 'SharedEssayPage'),
})

const helpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/help/$documentId',
  validateSearch: (search: RawSearch) => compact({ answer: id(search.answer) }),
  component: lazyRouteComponent(() => import('./help-page.tsx'), 'HelpPage'),
})

/** Everything below wants a session; without one, to the door and back. */
const memberRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'member',
  beforeLoad: async ({ context, location }) => {
    const to = portalPath(location.pathname)
    const back = to && to !== '/home' ? `?to=${encodeURIComponent(to)}` : ''
    if (!(await sessionOf(context.api))) throw redirect({ href: `/sign-in${back}` })
  },
  component: lazyRouteComponent(() => import('./member-frame.tsx'), 'MemberFrame'),
})
const homeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/home',
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
})
const accountRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
})
const sessionsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./sessions-page.tsx'), 'SessionsPage'),
})
const supportRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/support',
  component: lazyRouteComponent(() => import('./support-page.tsx'), 'SupportPage'),
})
const conversationRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/support/$conversationId',
  component: lazyRouteComponent(() => import('./support-page.tsx'), 'SupportPage'),
})
const essaysRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/essays',
  component: lazyRouteComponent(() => import('./essays-page.tsx'), 'EssaysPage'),
})
const orderRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/essays/new',
  component: lazyRouteComponent(() => import('./order-page.tsx'), 'OrderPage'),
})
const essayRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/essays/$requestId',
  component: lazyRouteComponent(() => import('./essay-page.tsx'), 'EssayPage'),
})
const billingRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/billing',
  component: lazyRouteComponent(() => import('./billing-page.tsx'), 'BillingPage'),
})

const routeTree = rootRoute.addChildren([
  landingRoute,
  signInRoute,
  signUpRoute,
  forgotRoute,
  resetRoute,
  verifyRoute,
  invitationRoute,
  helpRoute,
  sharedEssayRoute,
  memberRoute.addChildren([
    homeRoute,
    accountRoute,
    sessionsRoute,
    billingRoute,
    supportRoute,
    conversationRoute,
    essaysRoute,
    orderRoute,
    essayRoute,
  ]),
])

/** The portal's routes, at the root of the server. */
export function createPortalRouter(api: Api) {
  return createRouter({
    routeTree,
    context: { api },
    defaultNotFoundComponent: lazyRouteComponent(() => import('./not-found-page.tsx'), 'NotFoundPage'),
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
  })
}
