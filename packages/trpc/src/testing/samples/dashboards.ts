import { essayFilters } from './essays.ts'
import type { SamplesOf } from './sample.ts'

export function dashboardsSamples(): SamplesOf<'dashboards'> {
  const filters = essayFilters
  // Days of the workspace's own zone are read as they were counted beforehand.
  const { timezone: _, ...atHome } = essayFilters
  const pages = [{ filters }, { filters: atHome }, undefined]
  // Students of long spans are read from a row each.
  const ofStudents = [...pages, { filters: { preset: '90d' as const } }]
  return {
    dashboards: {
      overview: { kind: 'read', inputs: ofStudents },
      customers: { kind: 'read', inputs: ofStudents },
      quality: { kind: 'read', inputs: pages },
      operations: { kind: 'read', inputs: pages },
      revenue: { kind: 'read', inputs: pages },
      support: { kind: 'read', inputs: [{ filters }, undefined] },
      usage: { kind: 'read', inputs: [{ filters }, undefined] },
      filterOptions: { kind: 'read', inputs: pages },
      lateDeliveries: { kind: 'read', inputs: [{ filters, limit: 5 }, undefined] },
      unassigned: { kind: 'read', inputs: [{ filters, limit: 5 }, undefined] },
    },
  }
}
