import type { Things } from '../world.ts'
import type { SamplesOf } from './sample.ts'

export function billingSamples(things: Things): SamplesOf<'payments' | 'subscriptions'> {
  const { personId } = things
  return {
    payments: {
      latest: { kind: 'signedIn or key to read', inputs: [{ personId }] },
      list: { kind: 'signedIn or key to read', inputs: [{ personId, status: 'paid', limit: 5 }, undefined] },
    },
    subscriptions: {
      current: { kind: 'signedIn or key to read', inputs: [{ personId }] },
      list: { kind: 'signedIn or key to read', inputs: [{ personId, status: 'active', limit: 5 }, undefined] },
      entitlements: { kind: 'signedIn or key to read', inputs: [{ personId }] },
    },
  }
}
