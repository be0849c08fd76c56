import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import type { Api } from '../data/api.ts'
import { readAuditSearch } from '../features/audit/audit-search.ts'
import { readBillingSearch } from '../features/billing/billing-search.ts'
import { readCompanionSearch } from '../features/companion/companion-search.ts'
import { readEmailSearch } from '../features/emails/email-search.ts'
import { readRequestSearch } from '../features/essay-requests/request-search.ts'
import { readItemSearch } from '../features/essays/item-search.ts'
import { readEventSearch } from '../features/events/event-search.ts'
import { readRefusedSearch } from '../features/events/refused-words.ts'
import { readFunnelSearch } from '../features/funnels/funnel-search.ts'
import { readIssueSearch } from '../features/issues/issue-search.ts'
import { readDocumentSearch, readKnowledgeSearch } from '../features/knowledge/knowledge-search.ts'
import { readPeopleSearch } from '../features/people/people-search.ts'
import { readAgentsSearch, readInboxSearch, readQueueSearch } from '../features/support/support-search.ts'
import { readWebhookSearch } from '../features/webhooks/webhook-search.ts'
import { readWorkflowSearch } from '../features/workflows/workflow-search.ts'
import { Failed } from '../ui/async.tsx'
import { compact, innerPath, type RawSearch } from '../url/params.ts'
import { dashboardRoutes } from './dashboard-routes.ts'
import { engineeringRoutes } from './engineering-routes.ts'
import { rootRoute, shellRoute } from './shell-route.tsx'

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: RawSearch) => compact({ to: innerPath(search.to) }),
  component: lazyRouteComponent(() => import('../features/identity/sign-in-page.tsx'), 'SignInPage'),
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
})

const issuesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/issues',
  validateSearch: readIssueSearch,
  component: lazyRouteComponent(() => import('../features/issues/issues-page.tsx'), 'IssuesPage'),
})

/** Addresses of one issue, as the desktop app and messages spell them. */
const issueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/issues/$issueId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/issues', search: { i: params.issueId, show: 'all' }, replace: true })
  },
})

const eventsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../features/events/events-page.tsx'), 'EventsPage'),
})

const refusedRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/events/refused',
  validateSearch: readRefusedSearch,
  component: lazyRouteComponent(() => import('../features/events/refused-page.tsx'), 'RefusedPage'),
})

const funnelsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/funnels',
  component: lazyRouteComponent(() => import('../features/funnels/funnels-page.tsx'), 'FunnelsPage'),
})

const newFunnelRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/funnels/new',
  component: lazyRouteComponent(() => import('../features/funnels/funnel-edit-page.tsx'), 'NewFunnelPage'),
})

const funnelRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/funnels/$funnelId',
  validateSearch: readFunnelSearch,
  component: lazyRouteComponent(() => import('../features/funnels/funnel-page.tsx'), 'FunnelPage'),
})

const editFunnelRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/funnels/$funnelId/edit',
  component: lazyRouteComponent(() => import('../features/funnels/funnel-edit-page.tsx'), 'EditFunnelPage'),
})

const supportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support',
  validateSearch: readInboxSearch,
  component: lazyRouteComponent(() => import('../features/support/inbox-page.tsx'), 'InboxPage'),
})

const queueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support/queue',
  validateSearch: readQueueSearch,
  component: lazyRouteComponent(() => import('../features/support/queue-page.tsx'), 'QueuePage'),
})

const agentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support/agents',
  validateSearch: readAgentsSearch,
  component: lazyRouteComponent(() => import('../features/support/agents-page.tsx'), 'AgentsPage'),
})

/** Addresses of one conversation, as messages to staff spell them. */
const conversationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/support/$conversationId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/support', search: { i: params.conversationId, show: 'all' }, replace: true })
  },
})

const requestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/essay-requests',
  validateSearch: readRequestSearch,
  component: lazyRouteComponent(() => import('../features/essay-requests/requests-page.tsx'), 'RequestsPage'),
})

const newRequestRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/essay-requests/new',
  component: lazyRouteComponent(() => import('../features/essay-requests/new-request-page.tsx'), 'NewRequestPage'),
})

/** Addresses of one request, as messages to staff spell them. */
const requestRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/essay-requests/$requestId',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/essay-requests', search: { i: params.requestId, show: 'all' }, replace: true })
  },
})

const companionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/companion',
  validateSearch: readCompanionSearch,
  component: lazyRouteComponent(() => import('../features/companion/companion-page.tsx'), 'CompanionPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
})

const integrationsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/integrations',
  component: lazyRouteComponent(() => import('../features/settings/integrations-page.tsx'), 'IntegrationsPage'),
})

const supportSettingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/support',
  component: lazyRouteComponent(
    () => import('../features/support/settings/support-settings-page.tsx'),
    'SupportSettingsPage',
  ),
})

const ratesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/essays',
  component: lazyRouteComponent(() => import('../features/essay-requests/rates/rates-page.tsx'), 'RatesPage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
})

const personRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('../features/people/person-page.tsx'), 'PersonPage'),
})

const knowledgeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge',
  validateSearch: readKnowledgeSearch,
  component: lazyRouteComponent(() => import('../features/knowledge/knowledge-page.tsx'), 'KnowledgePage'),
})

const documentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge/$documentId',
  validateSearch: readDocumentSearch,
  component: lazyRouteComponent(() => import('../features/knowledge/document-page.tsx'), 'DocumentPage'),
})

const itemsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/essays/items',
  validateSearch: readItemSearch,
  component: lazyRouteComponent(() => import('../features/essays/items-page.tsx'), 'ItemsPage'),
})

const billingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/billing',
  validateSearch: readBillingSearch,
  component: lazyRouteComponent(() => import('../features/billing/billing-page.tsx'), 'BillingPage'),
})

const workflowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/workflows',
  validateSearch: readWorkflowSearch,
  component: lazyRouteComponent(() => import('../features/workflows/workflows-page.tsx'), 'WorkflowsPage'),
})

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: readWebhookSearch,
  component: lazyRouteComponent(() => import('../features/webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})

const emailsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/emails',
  validateSearch: readEmailSearch,
  component: lazyRouteComponent(() => import('../features/emails/emails-page.tsx'), 'EmailsPage'),
})

const systemRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/system',
  component: lazyRouteComponent(() => import('../features/system/system-page.tsx'), 'SystemPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'AuditPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/account/account-page.tsx'), 'AccountPage'),
})

const nothingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '$',
  component: lazyRouteComponent(() => import('../shell/not-found-page.tsx'), 'NotFoundPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    issuesRoute,
    issueRoute,
    eventsRoute,
    refusedRoute,
    funnelsRoute,
    newFunnelRoute,
    funnelRoute,
    editFunnelRoute,
    peopleRoute,
    personRoute,
    knowledgeRoute,
    documentRoute,
    itemsRoute,
    dashboardRoutes,
    ...engineeringRoutes,
    billingRoute,
    workflowsRoute,
    webhooksRoute,
    emailsRoute,
    auditRoute,
    systemRoute,
    accountRoute,
    supportRoute,
    queueRoute,
    agentsRoute,
    conversationRoute,
    requestsRoute,
    newRequestRoute,
    requestRoute,
    companionRoute,
    settingsRoute,
    supportSettingsRoute,
    ratesRoute,
    integrationsRoute,
    nothingRoute,
  ]),
])

/** The console's routes under `basepath`. */
export function createConsoleRouter(api: Api, basepath: string) {
  return createRouter({
    routeTree,
    basepath,
    context: { api },
    defaultPreload: 'intent',
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
