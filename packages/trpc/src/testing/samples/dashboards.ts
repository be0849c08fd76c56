import { essayFilters } from './essays.ts'
import type { SamplesOf } from './sample.ts'

export function dashboardsSamples(): SamplesOf<'dashboards'> {
  const filters = essayFilters
  // Days of the workspace's own zone are read as they were counted beforehand.
  const { timezone: _, ...atHome } = essayFilters
  const pages = [{ filters }, { filters: atHome }, undefined]
  return {
    dashboards: {
      overview: { kind: 'read', inputs: pages },
      customers: { kind: 'read', inputs: pages },
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
