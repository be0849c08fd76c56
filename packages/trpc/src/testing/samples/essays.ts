import { essayRow } from '../world/essays.ts'
import type { Things } from '../world.ts'
import type { Inputs, SamplesOf } from './sample.ts'

/** Every filter that dashboards and the list of items share. */
export const essayFilters: NonNullable<Extract<Inputs['dashboards']['overview'], object>['filters']> = {
  preset: '90d',
  ...{ turnaround: 'express' as const, status: 'completed' as const, channel: 'Unknown', draft: '5+' as const },
  ...{ customerType: 'multi' as const, timezone: 'Europe/Berlin' },
}

export function essaysSamples(things: Things): SamplesOf<'essays'> {
  return {
    essays: {
      import: { kind: 'write', inputs: [{ rows: [essayRow('a-new-one')], revenueUnit: 'minor', currency: 'USD' }] },
      get: { kind: 'read', inputs: [{ id: things.essayId }] },
      list: {
        kind: 'read',
        inputs: [
          { filters: essayFilters, search: 'x', late: true, sort: 'revenue', direction: 'asc', limit: 5 },
          { studentId: null, location: 'Unknown', satisfaction: 'E+' },
          undefined,
        ],
      },
      facets: { kind: 'read', inputs: [{ filters: essayFilters }, undefined] },
    },
  }
}
