import { createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { readDashboardSearch } from '../features/dashboards/dashboard-search.ts'
import { shellRoute } from './shell-route.tsx'

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

/** The dashboards, which have their days and filters in common. */
export const dashboardRoutes = dashboardsRoute.addChildren([
  dashboardIndexRoute,
  overviewRoute,
  revenueRoute,
  customersRoute,
  qualityRoute,
  operationsRoute,
  supportDashboardRoute,
  usageRoute,
])
