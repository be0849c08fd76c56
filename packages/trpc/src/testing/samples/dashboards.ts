import { essayFilters } from './essays.ts'
import type { SamplesOf } from './sample.ts'

export function dashboardsSamples(): SamplesOf<'dashboards'> {
  const filters = essayFilters
  return {
    dashboards: {
      overview: { kind: 'read', inputs: [{ filters }, undefined] },
      customers: { kind: 'read', inputs: [{ filters }, undefined] },
      quality: { kind: 'read', inputs: [{ filters }, undefined] },
      operations: { kind: 'read', inputs: [{ filters }, undefined] },
      revenue: { kind: 'read', inputs: [{ filters }, undefined] },
      support: { kind: 'read', inputs: [{ filters }, undefined] },
      usage: { kind: 'read', inputs: [{ filters }, undefined] },
      filterOptions: { kind: 'read', inputs: [{ filters }, undefined] },
      lateDeliveries: { kind: 'read', inputs: [{ filters, limit: 5 }, undefined] },
      unassigned: { kind: 'read', inputs: [{ filters, limit: 5 }, undefined] },
    },
  }
}
