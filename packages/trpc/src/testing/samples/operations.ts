import type { SamplesOf } from './sample.ts'

export function operationsSamples(): SamplesOf<'system' | 'workspace'> {
  return {
    system: {
      get: { kind: 'admin', inputs: [undefined] },
      jobs: { kind: 'admin', inputs: [undefined] },
    },
    workspace: {
      get: { kind: 'read', inputs: [undefined] },
      counts: { kind: 'read', inputs: [undefined] },
      update: { kind: 'admin', inputs: [{ name: 'Another name', timeZone: 'Europe/Berlin' }] },
      removeSample: { kind: 'admin', inputs: [undefined] },
    },
  }
}
