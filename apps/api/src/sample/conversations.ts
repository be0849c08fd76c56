import { listPeople, scopeOf } from '@quarterdeck/core/identity'
import type { Deps, Scope } from '@quarterdeck/core/kernel'
import {
  appendMessage,
  createConversation,
  escalate,
  rateConversation,
  resolveConversation,
  sendAsAgent,
} from '@quarterdeck/core/support'

interface SampleConversation {
  subject: string
  /** What is said in turn, the customer first. */
  said: string[]
  end?: 'escalated' | 'resolved'
  score?: number
}

const sampleConversations: readonly SampleConversation[] = [
  {
    subject: 'The code never arrives',
    said: [
      'I am trying to sign up, but the six-digit code never arrives.',
      'Codes are valid for ten minutes and may land in the spam folder. Did you look there?',
      'Yes, three times. I have a demo in an hour and need to get in.',
    ],
    end: 'escalated',
  },
  {
    subject: 'Changing the plan',
    said: [
      'Can I go from personal to team in the middle of a month?',
      'Yes. The rest of the month is credited, and the team plan begins at once.',
      'Great, thank you!',
    ],
    ...{ end: 'resolved', score: 5 },
  },
  {
    subject: 'Inviting a colleague',
    said: ['How many people can I invite?', 'As many as the team plan has seats: five at first, and more at any time.'],
  },
]

/** The person's own place, as if they had signed in. */
function customerScope({ workspaceId, origin }: Scope, id: string, name: string | null): Scope {
  const signedIn = {
    person: { id, name, email: null },
    ...{ familyId: null, expiresAt: new Date(), workspaces: [{ id: workspaceId, name: '', role: 'member' as const }] },
  }
  return scopeOf({ kind: 'person', signedIn }, workspaceId, 'member', origin)
}

async function play(deps: Deps, scope: Scope, customer: Scope, personId: string, sample: SampleConversation) {
  const { subject, said, end, score } = sample
  const opened = { channel: 'web' as const, priority: 'medium' as const, metadata: {}, subject }
  const { id } = await createConversation(deps, customer, opened, 'sample')
  for (const [turn, content] of said.entries()) {
    // Written down rather than sent: nobody is to answer what nobody asked.
    if (turn % 2 === 1) await sendAsAgent(deps, scope, { conversationId: id, content, attachmentIds: [] })
    else {
      const message = { conversationId: id, role: 'user' as const, authorKind: 'person' as const, authorId: personId }
      await deps.db.transaction(tx => appendMessage(tx, deps, customer, { ...message, content }))
    }
  }
  if (end === 'escalated')
    await escalate(deps, customer, { id, reason: 'The customer asked for a person', priority: 'high' })
  if (end === 'resolved') await resolveConversation(deps, customer, { id })
  if (score) await rateConversation(deps, customer, { id, score })
}

/** What some of the made-up customers wrote to support: one waits for a person, one was settled and rated. */
export async function makeSampleConversations(deps: Deps, scope: Scope): Promise<void> {
  const { items } = await listPeople(deps, scope, { role: 'member', limit: sampleConversations.length })
  for (const [index, sample] of sampleConversations.entries()) {
    const person = items[index]
    if (person) await play(deps, scope, customerScope(scope, person.id, person.name), person.id, sample)
  }
}
