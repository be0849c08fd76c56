import type { SamplesOf } from './sample.ts'

export function operationsSamples(): SamplesOf<'workspace'> {
  return {
    workspace: {
      get: { kind: 'read', inputs: [undefined] },
      counts: { kind: 'read', inputs: [undefined] },
      removeSample: { kind: 'admin', inputs: [undefined] },
    },
  }
}
