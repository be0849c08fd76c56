import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import {
  readActivitySearch,
  readContributorsSearch,
  readFiguresSearch,
  readRepositoriesSearch,
  readSyncSearch,
} from '../features/activity/activity-search.ts'
import { readReportsSearch, readRunsSearch } from '../features/reports/report-search.ts'
import { shellRoute } from './shell-route.tsx'

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

/** What is done in repositories, and the reports of it. */
export const engineeringRoutes = [
  repositoriesRoute,
  repositoryRoute,
  activityRoute,
  contributorsRoute,
  contributorRoute,
  syncRoute,
  reportsRoute,
  schedulesRoute,
  reportRoute,
] as const
