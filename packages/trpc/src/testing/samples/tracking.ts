import type { Things } from '../world.ts'
import { aroundNow, at, type SamplesOf } from './sample.ts'

export function trackingSamples(things: Things): SamplesOf<'events' | 'funnels'> {
  const { funnelId, personId, visitId } = things
  const window = aroundNow()
  const steps = ['a', 'b'].map(name => ({ name, match: { event: name, step: 's', properties: { plan: 'team' } } }))
  return {
    events: {
      insertBatch: {
        kind: 'machine',
        inputs: [{ events: [{ id: 'once', name: 'n', visitId, timestamp: at(0) }], sentAt: at(0) }],
      },
      list: { kind: 'read', inputs: [{ name: 'n', step: 's', visitId, search: 'x', limit: 5 }, { personId }, {}] },
      byFunnelStep: { kind: 'read', inputs: [{ step: 's', ...window }] },
      byTimeRange: { kind: 'read', inputs: [window] },
      countByFunnelStep: { kind: 'read', inputs: [window] },
      names: { kind: 'read', inputs: [window, undefined] },
      refused: { kind: 'admin', inputs: [{ days: 30 }, undefined] },
      volume: { kind: 'read', inputs: [window] },
    },
    funnels: {
      list: { kind: 'read', inputs: [undefined] },
      get: { kind: 'read', inputs: [{ id: funnelId }] },
      create: { kind: 'write', inputs: [{ name: 'New', description: 'About it', steps, windowHours: 1 }] },
      update: { kind: 'write', inputs: [{ id: funnelId, name: 'Changed', description: 'Other' }] },
      report: { kind: 'read', inputs: [{ id: funnelId, ...window, breakdown: 'device' }] },
      compare: { kind: 'read', inputs: [{ id: funnelId, current: window, baseline: { from: at(-3), to: at(-1) } }] },
      series: { kind: 'read', inputs: [{ id: funnelId, ...window, step: 'open' }] },
      remove: { kind: 'write', inputs: [{ id: funnelId }] },
    },
  }
}
