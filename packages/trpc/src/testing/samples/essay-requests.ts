import type { Things } from '../world.ts'
import type { SamplesOf } from './sample.ts'

export function essayRequestsSamples(things: Things): SamplesOf<'essayRequests'> {
  const { personId } = things
  const essay = {
    ...{ studentName: 'Mei Tanaka', studentEmail: 'mei@example.com', applicationType: 'Undergraduate' },
    programPrompt: 'Why do you want to study here?',
  }
  const rate = { pricePerWord: 7.5, hours: 48 }
  const text = { type: 'text', text: 'I always wanted to learn.', marks: [{ type: 'bold' }] }
  const document = { type: 'doc', content: [{ type: 'paragraph', content: [text] }] }
  return {
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
          { ...essay, content: document, turnaround: 'standard', newId: things.essayRequestId },
        ],
      },
      quote: {
        kind: 'signedIn or key to read',
        inputs: [
          { wordCount: 650, turnaround: 'urgent' },
          { content: document, turnaround: 'standard' },
          {
            ...{ wordCount: 650, turnaround: 'express' },
            rates: { currency: 'EUR', minimumPrice: 900, rates: { standard: rate, express: rate, urgent: rate } },
          },
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
          { id: things.finishedEssayId, newId: things.essayRequestId },
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
  }
}
