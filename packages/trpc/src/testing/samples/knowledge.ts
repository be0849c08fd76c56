import type { Things } from '../world.ts'
import type { SamplesOf } from './sample.ts'

export function knowledgeSamples(things: Things): SamplesOf<'knowledge'> {
  return {
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
  }
}
