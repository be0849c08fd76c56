import type { SamplesOf } from './sample.ts'

export function operationsSamples(): SamplesOf<'workspace'> {
  return {
    workspace: {
      get: { kind: 'read', inputs: [undefined] },
      counts: { kind: 'read', inputs: [undefined] },
      update: { kind: 'admin', inputs: [{ name: 'Another name' }] },
      removeSample: { kind: 'admin', inputs: [undefined] },
    },
  }
}
