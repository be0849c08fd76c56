import { newId } from '@quarterdeck/core/kernel'
import type { Things } from '../world.ts'
import { aroundNow, type SamplesOf } from './sample.ts'

export function supportSamples(
  things: Things,
): SamplesOf<'agents' | 'cannedReplies' | 'conversations' | 'escalations' | 'messages' | 'support'> {
  const { personId, conversationId } = things
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
    cannedReplies: {
      list: { kind: 'read', inputs: [undefined] },
      create: { kind: 'write', inputs: [{ shortcut: 'thanks', title: 'Thanks', content: 'Thank you for writing' }] },
      update: { kind: 'write', inputs: [{ id: things.cannedReplyId, title: 'Refund' }] },
      remove: { kind: 'write', inputs: [{ id: things.cannedReplyId }] },
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
      stats: { kind: 'read', inputs: [aroundNow(), undefined] },
      tags: { kind: 'read', inputs: [undefined] },
      context: { kind: 'read', inputs: [{ id: conversationId }] },
    },
    escalations: {
      list: { kind: 'read', inputs: [{ assigneeId: things.staffId, overdue: true, open: true, limit: 5 }, undefined] },
      accept: { kind: 'write', inputs: [{ id: things.escalationId }] },
      duty: { kind: 'read', inputs: [undefined] },
      setDuty: { kind: 'write', inputs: [{ onDuty: true }, { onDuty: false, personId: things.staffId }] },
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
    support: {
      welcome: { kind: 'signedIn', inputs: [undefined] },
      settings: { kind: 'read', inputs: [undefined] },
      updateSettings: {
        kind: 'admin',
        inputs: [
          { dueMinutes: { high: 30 }, budget: { dayTokens: 5_000 }, unreadMinutes: 5, greeting: 'Ahoy', offline: null },
        ],
      },
      userSecret: { kind: 'admin', inputs: [undefined] },
      rotateUserSecret: { kind: 'admin', inputs: [undefined] },
    },
  }
}
