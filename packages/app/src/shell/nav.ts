import type { Outputs } from '../data/api.ts'

/** Counts of what waits, for the rail. */
export type Counts = Outputs['workspace']['counts']

export interface NavEntry {
  label: string
  to: '/' | '/issues' | '/funnels' | '/events' | '/settings'
  /** Entries of one group stand under one heading; those without come first. */
  group?: 'Understand' | 'Run'
  count?: (counts: Counts) => number
  /** The count asks for someone's hands. */
  urgent?: boolean
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
]

/** Stands alone at the rail's foot. */
export const settingsEntry: NavEntry = { label: 'Settings', to: '/settings', keywords: 'workspace keys sample data' }
