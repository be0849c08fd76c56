import type { Outputs } from '../data/api.ts'

/** Counts of what waits, for the rail. */
export type Counts = Outputs['workspace']['counts']

export interface NavEntry {
  label: string
  to:
    | '/'
    | '/issues'
    | '/funnels'
    | '/events'
    | '/events/refused'
    | '/people'
    | '/knowledge'
    | '/billing'
    | '/workflows'
    | '/webhooks'
    | '/emails'
    | '/audit'
    | '/system'
    | '/account'
    | '/support'
    | '/support/queue'
    | '/support/agents'
    | '/essay-requests'
    | '/essays/items'
    | '/dashboards/overview'
    | '/dashboards/revenue'
    | '/dashboards/customers'
    | '/dashboards/quality'
    | '/dashboards/operations'
    | '/dashboards/support'
    | '/dashboards/usage'
    | '/companion'
    | '/repositories'
    | '/activity'
    | '/contributors'
    | '/sync'
    | '/reports'
    | '/reports/schedules'
    | '/settings'
    | '/settings/support'
    | '/settings/essays'
    | '/settings/integrations'
  /** Entries of one group stand under one heading; those without come first. */
  group?: 'Understand' | 'Support' | 'Essays' | 'Dashboards' | 'Engineering' | 'Workspace'
  count?: (counts: Counts) => number
  /** The count asks for someone's hands. */
  urgent?: boolean
  /** The days and filters chosen on one of these pages go along to the others. */
  filtered?: boolean
  /** Only for owners and admins. */
  admin?: boolean
  /** Words by which search finds the page too. */
  keywords?: string
}

/** The rail, in order. A new domain adds its entry here, and its routes in console/routes.tsx. */
export const nav: readonly NavEntry[] = [
  { label: 'Home', to: '/', keywords: 'start overview getting started install' },
  {
    label: 'Issues',
    to: '/issues',
    count: counts => counts.openIssues,
    urgent: true,
    keywords: 'anomalies drops alerts',
  },
  { label: 'Funnels', to: '/funnels', group: 'Understand', keywords: 'conversion steps compare' },
  { label: 'Events', to: '/events', group: 'Understand', keywords: 'live tail visits stream' },
  { label: 'Inbox', to: '/support', group: 'Support', keywords: 'conversations messages chat customers' },
  {
    label: 'Queue',
    to: '/support/queue',
    group: 'Support',
    count: counts => counts.openEscalations,
    urgent: true,
    keywords: 'escalations overdue duty waiting',
  },
  { label: 'Assistants', to: '/support/agents', group: 'Support', keywords: 'agents ai prompts models' },
  {
    label: 'Knowledge',
    to: '/knowledge',
    group: 'Support',
    count: counts => counts.unansweredQuestions,
    keywords: 'documents answers search questions faq unanswered',
  },
  {
    label: 'Requests',
    to: '/essay-requests',
    group: 'Essays',
    keywords: 'essays orders editing reviews drafts students',
  },
  {
    label: 'Items',
    to: '/essays/items',
    group: 'Essays',
    filtered: true,
    keywords: 'essays orders students import late unassigned',
  },
  {
    label: 'Overview',
    to: '/dashboards/overview',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard figures kpi business essays',
  },
  {
    label: 'Revenue',
    to: '/dashboards/revenue',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard money sales channels',
  },
  {
    label: 'Customers',
    to: '/dashboards/customers',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard students locations',
  },
  {
    label: 'Quality',
    to: '/dashboards/quality',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard ratings satisfaction',
  },
  {
    label: 'Operations',
    to: '/dashboards/operations',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard late unassigned',
  },
  {
    label: 'Support',
    to: '/dashboards/support',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard conversations csat',
  },
  {
    label: 'Usage',
    to: '/dashboards/usage',
    group: 'Dashboards',
    filtered: true,
    keywords: 'dashboard visits retention pages',
  },
  {
    label: 'Companion',
    to: '/companion',
    group: 'Dashboards',
    keywords: 'ask questions assistant sql query chart ai data',
  },
  {
    label: 'Repositories',
    to: '/repositories',
    group: 'Engineering',
    keywords: 'github code pull requests commits reviews cycle time',
  },
  {
    label: 'Activity',
    to: '/activity',
    group: 'Engineering',
    keywords: 'github facts commits pull requests reviews releases search',
  },
  {
    label: 'Contributors',
    to: '/contributors',
    group: 'Engineering',
    keywords: 'github people authors developers members link',
  },
  { label: 'Sync', to: '/sync', group: 'Engineering', keywords: 'github app installations history fetch batches' },
  {
    label: 'Reports',
    to: '/reports',
    group: 'Engineering',
    keywords: 'daily weekly standup retro team citations coverage',
  },
  {
    label: 'Schedules and teams',
    to: '/reports/schedules',
    group: 'Engineering',
    keywords: 'reports daily weekly e-mail time zone runs due teams',
  },
  {
    label: 'People',
    to: '/people',
    group: 'Workspace',
    keywords: 'customers staff members roles invite invitations erase',
  },
  { label: 'Billing', to: '/billing', group: 'Workspace', keywords: 'payments subscriptions plans money stripe clerk' },
  { label: 'Workflows', to: '/workflows', group: 'Workspace', keywords: 'steps replies runs failed retry cancel' },
  { label: 'Webhooks', to: '/webhooks', group: 'Workspace', admin: true, keywords: 'deliveries clerk stripe replay' },
  { label: 'Outgoing e-mail', to: '/emails', group: 'Workspace', admin: true, keywords: 'outbox mail smtp' },
  { label: 'Audit log', to: '/audit', group: 'Workspace', admin: true, keywords: 'who did what history changes' },
  {
    label: 'System',
    to: '/system',
    group: 'Workspace',
    admin: true,
    keywords: 'server health version database size jobs queues lag schedules cron',
  },
]

/** The entries that the reader can use. */
export const navFor = (mayAdmin: boolean): readonly NavEntry[] => (mayAdmin ? nav : nav.filter(entry => !entry.admin))

/** Reached from the person's menu. */
export const accountEntry: NavEntry = {
  label: 'Account',
  to: '/account',
  keywords: 'me name password devices sessions',
}

/** Reached from the events. */
export const refusedEntry: NavEntry = {
  label: 'Refused events',
  to: '/events/refused',
  admin: true,
  keywords: 'ingestion errors rejected lost invalid too old warnings',
}

/** Reached from the settings. */
export const integrationsEntry: NavEntry = {
  label: 'Integrations',
  to: '/settings/integrations',
  admin: true,
  keywords: 'jira github slack e-mail webhook model openai test message',
}

/** Reached from the settings. */
export const supportSettingsEntry: NavEntry = {
  label: 'Support settings',
  to: '/settings/support',
  keywords: 'due times budgets greeting offline canned replies',
}

/** Reached from the settings and the requests. */
export const ratesEntry: NavEntry = {
  label: 'Essay rates',
  to: '/settings/essays',
  keywords: 'prices per word turnaround hours currency minimum',
}

/** Stands alone at the rail's foot. */
export const settingsEntry: NavEntry = { label: 'Settings', to: '/settings', keywords: 'workspace keys sample data' }
