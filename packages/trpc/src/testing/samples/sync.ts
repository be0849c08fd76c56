import type { Things } from '../world.ts'
import { at, type SamplesOf } from './sample.ts'

export function syncSamples({
  gitInstallationId,
  repositoryId,
  syncBatchId,
}: Things): SamplesOf<'installations' | 'sync'> {
  return {
    installations: {
      list: { kind: 'read', inputs: [{ limit: 5 }, undefined] },
      get: { kind: 'read', inputs: [{ id: gitInstallationId }] },
      sync: { kind: 'write', inputs: [{ id: gitInstallationId, since: at(-24) }] },
      refresh: { kind: 'admin', inputs: [undefined] },
    },
    sync: {
      batches: {
        kind: 'read',
        inputs: [{ installationId: gitInstallationId, status: 'running', limit: 5 }, undefined],
      },
      jobs: { kind: 'read', inputs: [{ batchId: syncBatchId, repositoryId, status: 'running', limit: 5 }, undefined] },
      status: { kind: 'read', inputs: [{ installationId: gitInstallationId }, undefined] },
      cancel: { kind: 'write', inputs: [{ id: syncBatchId }] },
    },
  }
}
