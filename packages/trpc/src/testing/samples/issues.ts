import type { Things } from '../world.ts'
import { at, type SamplesOf } from './sample.ts'

export function issuesSamples(things: Things): SamplesOf<'issues'> {
  const { funnelId, issueId, personId } = things
  return {
    issues: {
      list: { kind: 'read', inputs: [{ funnelId, assigneeId: personId, search: 'issue', open: true }, undefined] },
      counts: { kind: 'read', inputs: [{ funnelId, assigneeId: null, severity: 'high', search: 'issue' }, undefined] },
      get: { kind: 'read', inputs: [{ id: issueId }] },
      history: { kind: 'read', inputs: [{ id: issueId }] },
      evidence: { kind: 'read', inputs: [{ id: issueId }] },
      exampleVisits: { kind: 'read', inputs: [{ id: issueId }] },
      segments: { kind: 'read', inputs: [{ id: issueId }] },
      series: { kind: 'read', inputs: [{ id: issueId, from: at(-3), to: at(0) }] },
      diagnoses: { kind: 'read', inputs: [{ id: issueId }] },
      diagnose: { kind: 'write', inputs: [{ id: issueId }] },
      setDiagnosis: {
        kind: 'write',
        inputs: [
          { id: issueId, diagnosis: { rootCause: 'A release', explanation: 'Of ours', actions: ['Roll it back'] } },
        ],
      },
      measure: { kind: 'write', inputs: [{ id: things.fixedIssueId }] },
      create: { kind: 'write', inputs: [{ title: 'New', funnelId, step: 'pay', note: 'Look' }] },
      setStatus: { kind: 'write', inputs: [{ id: issueId, status: 'fixing', note: 'Mine' }] },
      assign: { kind: 'write', inputs: [{ id: issueId, assigneeId: personId }] },
      detect: { kind: 'write', inputs: [{ funnelId, now: at(0) }] },
      settings: { kind: 'read', inputs: [undefined] },
      updateSettings: { kind: 'admin', inputs: [{ preset: 'aggressive', measureAfterMinutes: 30 }] },
      links: { kind: 'read', inputs: [{ id: issueId }] },
      notices: { kind: 'read', inputs: [{ id: issueId }] },
      linkJira: {
        kind: 'write',
        inputs: [
          { id: issueId, key: 'OPS-12', url: 'https://example.com/browse/OPS-12' },
          { id: issueId, key: 'OPS-12' },
        ],
      },
      integrations: { kind: 'admin', inputs: [undefined] },
      sendTestMessage: { kind: 'admin', inputs: [{ to: 'email' }] },
      linkPullRequest: { kind: 'write', inputs: [{ id: issueId, url: 'https://example.com/acme/shop/pull/7' }] },
      createJiraTicket: { kind: 'write', inputs: [{ id: issueId }] },
      openPullRequest: {
        kind: 'write',
        inputs: [
          {
            ...{ id: issueId, repository: 'acme/shop', baseBranch: 'main', targets: ['b.ts'] },
            files: [{ path: 'a.ts', content: 'x', base: 'a'.repeat(40) }],
          },
        ],
      },
    },
  }
}
