import { newId } from '@quarterdeck/core/kernel'
import type { inferRouterInputs } from '@trpc/server'
import type { AppRouter } from '../root.ts'
import { essayRow, knownEmail, password, type Things } from './world.ts'

/** Who may call a procedure: the words of `procedures.ts`. */
export type Kind =
  | 'open'
  | 'self'
  | 'signedIn'
  | 'signedIn or key to read'
  | 'signedIn or key to write'
  | 'read'
  | 'write'
  | 'admin'
  | 'machine'

export interface Sample<Input> {
  kind: Kind
  /** Good inputs, which together reach every table that the procedure reads and use every id that it takes. */
  inputs: Input[]
}

type Inputs = inferRouterInputs<AppRouter>
type Filters = Extract<Inputs['dashboards']['overview'], object>['filters']
/** A procedure that is missing here is a type error. */
export type Samples = { [R in keyof Inputs]: { [P in keyof Inputs[R]]: Sample<Inputs[R][P]> } }

const hour = 3_600_000
const at = (offset: number) => new Date(Date.now() + offset * hour).toISOString()

/** The one table of what each procedure takes and who may call it, in terms of one workspace's things. */
export function samplesOf(things: Things): Samples {
  const { funnelId, issueId, personId, visitId, conversationId } = things
  const window = { from: at(-1), to: at(1) }
  const steps = ['a', 'b'].map(name => ({ name, match: { event: name, step: 's', properties: { plan: 'team' } } }))
  const essay = {
    ...{ studentName: 'Mei Tanaka', studentEmail: 'mei@example.com', applicationType: 'Undergraduate' },
    programPrompt: 'Why do you want to study here?',
  }
  const rate = { pricePerWord: 7.5, hours: 48 }
  const text = { type: 'text', text: 'I always wanted to learn.', marks: [{ type: 'bold' }] }
  const document = { type: 'doc', content: [{ type: 'paragraph', content: [text] }] }
  const filters: NonNullable<Filters> = {
    preset: '90d',
    ...{ turnaround: 'express' as const, status: 'completed' as const, channel: 'Unknown', draft: '5+' as const },
    ...{ customerType: 'multi' as const, timezone: 'Europe/Berlin' },
  }
  return {
    agents: {
      list: { kind: 'read', inputs: [{ type: 'support', active: true }, undefined] },
      get: { kind: 'read', inputs: [{ id: things.agentId }] },
      available: { kind: 'read', inputs: [{ type: 'support', category: 'refunds', language: 'de' }] },
      promptVersions: { kind: 'read', inputs: [{ id: things.agentId }] },
      create: { kind: 'write', inputs: [{ name: 'Ada', type: 'support', languages: ['de'], prompt: 'Be kind' }] },
      update: { kind: 'write', inputs: [{ id: things.agentId, temperature: 0.2, prompt: 'Be brief' }] },
      recordOutcome: { kind: 'write', inputs: [{ id: things.agentId, escalated: 1, score: 4, responseMs: 900 }] },
    },
    apiKeys: {
      list: { kind: 'admin', inputs: [undefined] },
      create: { kind: 'admin', inputs: [{ name: 'For a program', scopes: ['read', 'ingest'] }] },
      revoke: { kind: 'admin', inputs: [{ id: things.keyId }] },
    },
    audit: {
      list: {
        kind: 'admin',
        inputs: [
          { actor: personId, action: 'issues.', entity: 'issue', entityId: issueId, ...window, search: 'x' },
          undefined,
        ],
      },
    },
    auth: {
      signIn: { kind: 'open', inputs: [{ email: knownEmail, password }] },
      signUp: { kind: 'open', inputs: [{ email: 'somebody@example.com', password, name: 'Some Body' }] },
      visitor: { kind: 'open', inputs: [{ writeKey: things.writeKey, anonymousId: 'a-browser' }] },
      identifyVisitor: {
        kind: 'open',
        inputs: [
          {
            ...{ writeKey: things.writeKey, anonymousId: 'a-browser', visitorToken: 'ended' },
            ...{ userId: 'a-user', userHash: things.userHash },
          },
        ],
      },
      claimVisitor: { kind: 'signedIn', inputs: [{ visitorToken: things.visitorToken }] },
      signOut: { kind: 'open', inputs: [undefined] },
      refresh: { kind: 'open', inputs: [{ refreshToken: things.refreshToken }] },
      sessions: { kind: 'self', inputs: [{ limit: 5 }, undefined] },
      revokeSession: { kind: 'self', inputs: [{ id: things.sessionId }] },
      signOutEverywhere: { kind: 'self', inputs: [undefined] },
      sendVerification: { kind: 'self', inputs: [undefined] },
      verifyEmail: { kind: 'open', inputs: [{ token: things.verifyToken }] },
      requestPasswordReset: { kind: 'open', inputs: [{ email: knownEmail }] },
      resetPassword: { kind: 'open', inputs: [{ token: things.resetToken, password }] },
      changePassword: { kind: 'self', inputs: [{ current: password, next: password }] },
      session: { kind: 'open', inputs: [undefined] },
    },
    cannedReplies: {
      list: { kind: 'read', inputs: [undefined] },
      create: { kind: 'write', inputs: [{ shortcut: 'thanks', title: 'Thanks', content: 'Thank you for writing' }] },
      update: { kind: 'write', inputs: [{ id: things.cannedReplyId, title: 'Refund' }] },
      remove: { kind: 'write', inputs: [{ id: things.cannedReplyId }] },
    },
    chatSessions: {
      create: { kind: 'signedIn', inputs: [{ metadata: { topic: 'refunds' } }, undefined] },
      get: { kind: 'signedIn or key to read', inputs: [{ id: things.chatSessionId }] },
      mine: { kind: 'signedIn', inputs: [{ active: true, limit: 5 }, undefined] },
      touch: { kind: 'signedIn or key to write', inputs: [{ id: things.chatSessionId, metadata: { tokens: 12 } }] },
      end: { kind: 'signedIn', inputs: [{ id: things.chatSessionId }] },
    },
    conversations: {
      create: {
        kind: 'signedIn or key to write',
        inputs: [
          { channel: 'web', subject: 'Refund', priority: 'high' },
          { channel: 'api', personId },
        ],
      },
      mine: { kind: 'signedIn', inputs: [{ status: 'active', limit: 5 }, undefined] },
      list: {
        kind: 'read',
        inputs: [
          {
            ...{ personId, agentId: things.agentId, assigneeId: things.staffId, tag: 'vip', unread: true, open: true },
          },
          { search: '41', status: 'active', priority: 'high', channel: 'web', handler: 'ai', assigneeId: null },
          undefined,
        ],
      },
      get: { kind: 'signedIn or key to read', inputs: [{ id: conversationId }] },
      update: {
        kind: 'write',
        inputs: [
          {
            ...{ id: conversationId, assigneeId: things.staffId, agentId: things.agentId, tags: ['vip'] },
            ...{ subject: 'Other', priority: 'low', category: 'refunds', language: 'de', metadata: { order: 12 } },
          },
        ],
      },
      escalate: {
        kind: 'signedIn or key to write',
        inputs: [{ id: conversationId, reason: 'Asked', priority: 'high' }],
      },
      takeOver: { kind: 'write', inputs: [{ id: conversationId }, { id: conversationId, assigneeId: things.staffId }] },
      handBack: { kind: 'write', inputs: [{ id: conversationId }] },
      resolve: { kind: 'signedIn or key to write', inputs: [{ id: conversationId }] },
      reopen: { kind: 'signedIn or key to write', inputs: [{ id: conversationId }] },
      rate: { kind: 'signedIn', inputs: [{ id: things.settledConversationId, score: 5, comment: 'Quick' }] },
      stats: { kind: 'read', inputs: [window, undefined] },
      context: { kind: 'read', inputs: [{ id: conversationId }] },
    },
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
    emails: { list: { kind: 'admin', inputs: [{ status: 'sent', search: 'x', limit: 5 }, undefined] } },
    escalations: {
      list: { kind: 'read', inputs: [{ assigneeId: things.staffId, overdue: true, open: true, limit: 5 }, undefined] },
      accept: { kind: 'write', inputs: [{ id: things.escalationId }] },
      duty: { kind: 'read', inputs: [undefined] },
      setDuty: { kind: 'write', inputs: [{ onDuty: true }, { onDuty: false, personId: things.staffId }] },
    },
    essayRequests: {
      create: {
        kind: 'signedIn or key to write',
        inputs: [
          {
            ...essay,
            content: 'I have always wanted to learn.\nSo I did.',
            turnaround: 'express',
            comments: 'Be strict',
          },
          { ...essay, content: document, turnaround: 'standard', ownerId: personId },
        ],
      },
      quote: {
        kind: 'signedIn or key to read',
        inputs: [
          { wordCount: 650, turnaround: 'urgent' },
          { content: document, turnaround: 'standard' },
        ],
      },
      rates: { kind: 'signedIn or key to read', inputs: [undefined] },
      setRates: {
        kind: 'admin',
        inputs: [{ currency: 'EUR', minimumPrice: 900, rates: { standard: rate, express: rate, urgent: rate } }],
      },
      get: { kind: 'signedIn or key to read', inputs: [{ id: things.essayRequestId }, { id: things.finishedEssayId }] },
      mine: { kind: 'signedIn', inputs: [{ group: 'current', limit: 5 }, undefined] },
      list: {
        kind: 'read',
        inputs: [
          { status: 'submitted', turnaround: 'standard', assigneeId: things.staffId, search: '41', sort: 'due' },
          { group: 'previous', assigneeId: null, ownerId: personId, overdue: true, sort: 'oldest', limit: 5 },
          undefined,
        ],
      },
      stats: { kind: 'read', inputs: [undefined] },
      history: { kind: 'signedIn or key to read', inputs: [{ id: things.essayRequestId }] },
      saveDraft: {
        kind: 'write',
        inputs: [{ id: things.essayRequestId, content: document, baseVersion: 1, currentScore: 6, potentialScore: 8 }],
      },
      versions: { kind: 'read', inputs: [{ id: things.essayRequestId }] },
      version: { kind: 'read', inputs: [{ id: things.essayRequestId, version: 1 }] },
      changes: { kind: 'signedIn or key to read', inputs: [{ id: things.finishedEssayId }] },
      assign: { kind: 'write', inputs: [{ id: things.essayRequestId, assigneeId: things.staffId }] },
      requestRevision: {
        kind: 'signedIn or key to write',
        inputs: [
          { id: things.finishedEssayId, comments: 'Shorter' },
          { id: things.finishedEssayId, content: 'A new text', turnaround: 'urgent' },
        ],
      },
      finish: { kind: 'write', inputs: [{ id: things.essayRequestId, potentialScore: 9 }] },
      previewFinish: { kind: 'read', inputs: [{ id: things.essayRequestId }] },
      cancel: { kind: 'signedIn or key to write', inputs: [{ id: things.openEssayId, reason: 'By mistake' }] },
      share: { kind: 'write', inputs: [{ id: things.finishedEssayId, expiresInDays: 7 }] },
      shares: { kind: 'read', inputs: [{ id: things.finishedEssayId }] },
      revokeShare: { kind: 'write', inputs: [{ id: things.essayShareId }] },
      viewShared: { kind: 'open', inputs: [{ token: things.essayToken }] },
      reopen: { kind: 'write', inputs: [{ id: things.finishedEssayId, reason: 'A page was missing' }] },
    },
    essays: {
      import: { kind: 'write', inputs: [{ rows: [essayRow('a-new-one')], revenueUnit: 'minor', currency: 'USD' }] },
      get: { kind: 'read', inputs: [{ id: things.essayId }] },
      list: {
        kind: 'read',
        inputs: [
          { filters, search: 'x', late: true, sort: 'revenue', direction: 'asc', limit: 5 },
          { studentId: null, location: 'Unknown', satisfaction: 'E+' },
          undefined,
        ],
      },
      facets: { kind: 'read', inputs: [{ filters }, undefined] },
    },
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
    invitations: {
      list: { kind: 'admin', inputs: [undefined] },
      create: { kind: 'admin', inputs: [{ email: 'new@example.com', role: 'agent' }] },
      revoke: { kind: 'admin', inputs: [{ id: things.invitationId }] },
      accept: { kind: 'open', inputs: [{ token: things.invitationToken, name: 'New', password }] },
    },
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
    knowledge: {
      add: {
        kind: 'write',
        inputs: [
          {
            ...{ type: 'faq', title: 'Returns', content: '# Returns\n\nWithin thirty days.', format: 'markdown' },
            ...{ source: 'returns.md', url: 'https://example.com/returns', language: 'en', tags: ['returns'] },
            ...{ category: 'Orders', productId: 'p-1', active: true },
          },
        ],
      },
      update: { kind: 'write', inputs: [{ id: things.documentId, title: 'Changed', active: true, ifVersion: 1 }] },
      remove: { kind: 'write', inputs: [{ id: things.documentId }] },
      list: {
        kind: 'read',
        inputs: [{ type: 'faq', active: true, status: 'ready', tag: 'x', search: 'x', limit: 5 }, undefined],
      },
      get: {
        kind: 'read',
        inputs: [
          { id: things.documentId, version: 1 },
          { id: things.oldDocumentId, version: 1 },
        ],
      },
      article: { kind: 'read', inputs: [{ id: things.documentId }, { id: things.oldDocumentId, version: 1 }] },
      versions: { kind: 'read', inputs: [{ id: things.documentId }] },
      chunks: { kind: 'read', inputs: [{ id: things.documentId }] },
      search: {
        kind: 'read',
        inputs: [
          { query: 'document', type: 'faq', tags: ['x'], activeOnly: true, limit: 5, passages: true },
          { query: 'document' },
        ],
      },
      ask: { kind: 'read', inputs: [{ question: 'document', type: 'faq' }] },
      unanswered: { kind: 'read', inputs: [{ resolved: true, limit: 5 }, undefined] },
      resolve: { kind: 'write', inputs: [{ id: things.questionId }] },
      reindex: { kind: 'write', inputs: [{ id: things.documentId }, undefined] },
      stats: { kind: 'read', inputs: [undefined] },
    },
    messages: {
      send: {
        kind: 'signedIn',
        inputs: [
          { conversationId, content: 'We look into it' },
          {
            ...{ conversationId: things.ownConversationId, content: '', clientId: 'c-1' },
            attachmentIds: [things.ownAttachmentId],
          },
        ],
      },
      sendAsAgent: {
        kind: 'write',
        inputs: [
          {
            ...{ conversationId: things.aiConversationId, agentId: things.agentId, content: 'See below' },
            ...{ attachmentIds: [], clientId: 'c-2', model: 'm', tokens: 12, confidence: 0.9 },
            citations: [{ documentId: newId(), chunkId: newId(), title: 'Refunds', headings: [], quote: 'In 14 days' }],
          },
        ],
      },
      note: { kind: 'write', inputs: [{ conversationId, content: 'He called, too', attachmentIds: [] }] },
      list: {
        kind: 'signedIn or key to read',
        inputs: [
          { conversationId, after: 0, limit: 5 },
          { conversationId, before: 2 },
        ],
      },
      source: { kind: 'open', inputs: [{ messageId: things.answerId, documentId: things.documentId }] },
      edit: { kind: 'signedIn', inputs: [{ id: things.ownMessageId, content: 'I meant this' }] },
      remove: { kind: 'signedIn or key to write', inputs: [{ id: things.messageId }] },
      original: { kind: 'read', inputs: [{ id: things.messageId }] },
      retryDelivery: { kind: 'write', inputs: [{ id: things.failedMessageId }] },
      onEvent: { kind: 'signedIn', inputs: [{ conversationId, lastEventId: '0' }] },
      typing: { kind: 'signedIn or key to write', inputs: [{ conversationId, typing: true }] },
      markRead: { kind: 'signedIn', inputs: [{ conversationId, seq: 1 }] },
    },
    payments: {
      latest: { kind: 'signedIn or key to read', inputs: [{ personId }] },
      list: { kind: 'signedIn or key to read', inputs: [{ personId, status: 'paid', limit: 5 }, undefined] },
    },
    subscriptions: {
      current: { kind: 'signedIn or key to read', inputs: [{ personId }] },
      list: { kind: 'signedIn or key to read', inputs: [{ personId, status: 'active', limit: 5 }, undefined] },
      entitlements: { kind: 'signedIn or key to read', inputs: [{ personId }] },
    },
    support: {
      welcome: { kind: 'signedIn', inputs: [undefined] },
      settings: { kind: 'read', inputs: [undefined] },
      updateSettings: {
        kind: 'admin',
        inputs: [{ dueMinutes: { high: 30 }, budget: { dayTokens: 5_000 }, greeting: 'Ahoy', offline: null }],
      },
      userSecret: { kind: 'admin', inputs: [undefined] },
      rotateUserSecret: { kind: 'admin', inputs: [undefined] },
    },
    webhooks: {
      list: { kind: 'admin', inputs: [{ source: 'clerk', status: 'dead', search: 'x', limit: 5 }, undefined] },
      get: { kind: 'admin', inputs: [{ id: things.webhookId }] },
      refusals: { kind: 'admin', inputs: [undefined] },
      replay: { kind: 'admin', inputs: [{ id: things.webhookId }] },
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
    people: {
      list: { kind: 'read', inputs: [{ search: 'x', role: 'member', limit: 5 }, undefined] },
      get: { kind: 'read', inputs: [{ id: personId }] },
      byEmail: { kind: 'read', inputs: [{ email: knownEmail }] },
      me: { kind: 'signedIn', inputs: [undefined] },
      update: { kind: 'admin', inputs: [{ id: personId, name: 'Renamed', role: 'viewer' }] },
      updateMe: { kind: 'signedIn', inputs: [{ name: 'Myself', preferences: { theme: 'dark' } }] },
      timeline: { kind: 'read', inputs: [{ id: personId, limit: 5 }] },
      export: { kind: 'admin', inputs: [{ id: personId }, { id: things.erasableId }] },
      remove: { kind: 'admin', inputs: [{ id: personId }] },
      erase: { kind: 'admin', inputs: [{ id: things.erasableId }] },
    },
    live: { changes: { kind: 'signedIn', inputs: [undefined] } },
    workspace: {
      get: { kind: 'read', inputs: [undefined] },
      counts: { kind: 'read', inputs: [undefined] },
      removeSample: { kind: 'admin', inputs: [undefined] },
    },
  }
}

/** The same by full name, such as `funnels.get`. */
export const byPath = (samples: Samples): [string, Sample<unknown>][] =>
  Object.entries(samples).flatMap(([router, procedures]) =>
    Object.entries(procedures).map(([name, sample]): [string, Sample<unknown>] => [`${router}.${name}`, sample]),
  )
