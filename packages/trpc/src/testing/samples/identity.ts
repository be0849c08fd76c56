import { knownEmail, password, type Things } from '../world.ts'
import type { SamplesOf } from './sample.ts'

export function identitySamples(
  things: Things,
): SamplesOf<'apiKeys' | 'auth' | 'chatSessions' | 'emails' | 'invitations' | 'people'> {
  const { personId } = things
  return {
    apiKeys: {
      list: { kind: 'admin', inputs: [undefined] },
      create: { kind: 'admin', inputs: [{ name: 'For a program', scopes: ['read', 'ingest'] }] },
      revoke: { kind: 'admin', inputs: [{ id: things.keyId }] },
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
    chatSessions: {
      create: { kind: 'signedIn', inputs: [{ metadata: { topic: 'refunds' } }, undefined] },
      get: { kind: 'signedIn or key to read', inputs: [{ id: things.chatSessionId }] },
      mine: { kind: 'signedIn', inputs: [{ active: true, limit: 5 }, undefined] },
      touch: { kind: 'signedIn or key to write', inputs: [{ id: things.chatSessionId, metadata: { tokens: 12 } }] },
      end: { kind: 'signedIn', inputs: [{ id: things.chatSessionId }] },
    },
    emails: {
      list: { kind: 'admin', inputs: [{ status: 'sent', search: 'x', limit: 5 }, undefined] },
      get: { kind: 'admin', inputs: [{ id: things.emailId }] },
    },
    invitations: {
      list: { kind: 'admin', inputs: [undefined] },
      create: { kind: 'admin', inputs: [{ email: 'new@example.com', role: 'agent' }] },
      revoke: { kind: 'admin', inputs: [{ id: things.invitationId }] },
      accept: { kind: 'open', inputs: [{ token: things.invitationToken, name: 'New', password }] },
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
  }
}
