import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { Api } from '../data/api.ts'
import {
  readActivitySearch,
  readContributorsSearch,
  readFiguresSearch,
  readRepositoriesSearch,
  readSyncSearch,
} from '../features/activity/activity-search.ts'
import { readAuditSearch } from '../features/audit/audit-search.ts'
import { readBillingSearch } from '../features/billing/billing-search.ts'
import { readCompanionSearch } from '../features/companion/companion-search.ts'
import { readDashboardSearch } from '../features/dashboards/dashboard-search.ts'
import { readEmailSearch } from '../features/emails/email-search.ts'
import { readRequestSearch } from '../features/essay-requests/request-search.ts'
import { readItemSearch } from '../features/essays/item-search.ts'
import { readEventSearch } from '../features/events/event-search.ts'
import { readFunnelSearch } from '../features/funnels/funnel-search.ts'
import { NoConsole } from '../features/identity/no-console.tsx'
import { readIssueSearch } from '../features/issues/issue-search.ts'
import { readDocumentSearch, readKnowledgeSearch } from '../features/knowledge/knowledge-search.ts'
import { readPeopleSearch } from '../features/people/people-search.ts'
import { readReportsSearch, readRunsSearch } from '../features/reports/report-search.ts'
import { readAgentsSearch, readInboxSearch, readQueueSearch } from '../features/support/support-search.ts'
import { readWebhookSearch } from '../features/webhooks/webhook-search.ts'
import { readWorkflowSearch } from '../features/workflows/workflow-search.ts'
import { ConsoleShell } from '../shell/console-shell.tsx'
import { Empty, Failed } from '../ui/async.tsx'
import { compact, innerPath, type RawSearch } from '../url/params.ts'

const rootRoute = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: RawSearch) => compact({ to: innerPath(search.to) }),
  component: lazyRouteComponent(() => import('../features/identity/sign-in-page.tsx'), 'SignInPage'),
})

/** Everything below wants a session; without one, to the door and back. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const { queryClient, trpc } = context.api
    const session = await queryClient.ensureQueryData(trpc.auth.session.queryOptions({}))
    if (!session) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    return { session }
  },
  component: function Shell() {
    const { session } = shellRoute.useRouteContext()
    const workspaces = session.workspaces.filter(each => each.role !== 'member')
    return workspaces.length > 0 ? <ConsoleShell session={{ ...session, workspaces }} /> : <NoConsole />
  },
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

const reportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports',
  validateSearch: readReportsSearch,
  component: lazyRouteComponent(() => import('../features/reports/reports-page.tsx'), 'ReportsPage'),
})

const schedulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/schedules',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('../features/reports/schedules-page.tsx'), 'SchedulesPage'),
})

const reportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/$reportId',
  component: lazyRouteComponent(() => import('../features/reports/report-page.tsx'), 'ReportPage'),
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

/** All dashboards have one set of filters, which links from one to the other carry on. */
const dashboardsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/dashboards',
  validateSearch: readDashboardSearch,
  component: Outlet,
})

const dashboardIndexRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/dashboards/overview', search, replace: true })
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('../features/dashboards/overview-page.tsx'), 'OverviewPage'),
})

const revenueRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/revenue',
  component: lazyRouteComponent(() => import('../features/dashboards/revenue-page.tsx'), 'RevenuePage'),
})

const customersRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('../features/dashboards/customers-page.tsx'), 'CustomersPage'),
})

const qualityRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/quality',
  component: lazyRouteComponent(() => import('../features/dashboards/quality-page.tsx'), 'QualityPage'),
})

const operationsRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/operations',
  component: lazyRouteComponent(() => import('../features/dashboards/operations-page.tsx'), 'OperationsPage'),
})

const supportDashboardRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/support',
  component: lazyRouteComponent(() => import('../features/dashboards/support-page.tsx'), 'SupportDashboardPage'),
})

const usageRoute = createRoute({
  getParentRoute: () => dashboardsRoute,
  path: '/usage',
  component: lazyRouteComponent(() => import('../features/dashboards/usage-page.tsx'), 'UsagePage'),
})

const repositoriesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/repositories',
  validateSearch: readRepositoriesSearch,
  component: lazyRouteComponent(() => import('../features/activity/repositories-page.tsx'), 'RepositoriesPage'),
})

const repositoryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/repositories/$repositoryId',
  validateSearch: readFiguresSearch,
  component: lazyRouteComponent(() => import('../features/activity/repository-page.tsx'), 'RepositoryPage'),
})

const activityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/activity',
  validateSearch: readActivitySearch,
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
})

const contributorsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contributors',
  validateSearch: readContributorsSearch,
  component: lazyRouteComponent(() => import('../features/activity/contributors-page.tsx'), 'ContributorsPage'),
})

const contributorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contributors/$actorId',
  validateSearch: readFiguresSearch,
  component: lazyRouteComponent(() => import('../features/activity/contributor-page.tsx'), 'ContributorPage'),
})

const syncRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/sync',
  validateSearch: readSyncSearch,
  component: lazyRouteComponent(() => import('../features/activity/sync-page.tsx'), 'SyncPage'),
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

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    issuesRoute,
    issueRoute,
    eventsRoute,
    funnelsRoute,
    newFunnelRoute,
    funnelRoute,
    editFunnelRoute,
    peopleRoute,
    personRoute,
    knowledgeRoute,
    documentRoute,
    itemsRoute,
    dashboardsRoute.addChildren([
      dashboardIndexRoute,
      overviewRoute,
      revenueRoute,
      customersRoute,
      qualityRoute,
      operationsRoute,
      supportDashboardRoute,
      usageRoute,
    ]),
    repositoriesRoute,
    repositoryRoute,
    activityRoute,
    contributorsRoute,
    contributorRoute,
    syncRoute,
    billingRoute,
    workflowsRoute,
    webhooksRoute,
    emailsRoute,
    auditRoute,
    accountRoute,
    supportRoute,
    queueRoute,
    agentsRoute,
    conversationRoute,
    requestsRoute,
    newRequestRoute,
    requestRoute,
    companionRoute,
    reportsRoute,
    schedulesRoute,
    reportRoute,
    settingsRoute,
    supportSettingsRoute,
    ratesRoute,
    integrationsRoute,
  ]),
])

/** The console's routes under `basepath`. */
export function createConsoleRouter(api: Api, basepath: string) {
  return createRouter({
    routeTree,
    basepath,
    context: { api },
    defaultPreload: 'intent',
    defaultNotFoundComponent: () => (
      <Empty title="No such page">The address may be old. Pick a page from the menu.</Empty>
    ),
    defaultErrorComponent: ({ error, reset }) => <Failed error={error} onRetry={reset} />,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
