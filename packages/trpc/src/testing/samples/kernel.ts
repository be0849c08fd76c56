import type { Things } from '../world.ts'
import { aroundNow, type SamplesOf } from './sample.ts'

export function kernelSamples(things: Things): SamplesOf<'audit' | 'live' | 'webhooks' | 'workflows'> {
  const { issueId, personId } = things
  return {
    audit: {
      list: {
        kind: 'admin',
        inputs: [
          { actor: personId, action: 'issues.', entity: 'issue', entityId: issueId, ...aroundNow(), search: 'x' },
          undefined,
        ],
      },
    },
    live: { changes: { kind: 'signedIn', inputs: [undefined] } },
    webhooks: {
      list: { kind: 'admin', inputs: [{ source: 'clerk', status: 'dead', search: 'x', limit: 5 }, undefined] },
      get: { kind: 'admin', inputs: [{ id: things.webhookId }] },
      refusals: { kind: 'admin', inputs: [undefined] },
      replay: { kind: 'admin', inputs: [{ id: things.webhookId }] },
      replayMany: { kind: 'admin', inputs: [{ status: 'dead', source: 'clerk' }] },
    },
    workflows: {
      list: {
        kind: 'read',
        inputs: [{ status: 'failed', name: 'reply', entityId: personId, limit: 5 }, undefined],
      },
      get: { kind: 'read', inputs: [{ id: things.workflowId }] },
      cancel: { kind: 'write', inputs: [{ id: things.workflowId }] },
      retry: { kind: 'write', inputs: [{ id: things.failedWorkflowId }] },
    },
  }
}
