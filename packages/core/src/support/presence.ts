import { conversations } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import type { Deps, Scope } from '../kernel/index.ts'
import { readConversation } from './conversation-rows.ts'
import { whisper } from './events.ts'
import type { MarkReadInput, TypingInput } from './inputs.ts'
import { lockConversation } from './lock-conversation.ts'
import type { ConversationDto } from './model.ts'
import { personOf } from './who.ts'

/**
 * Says that one types, or stopped. Nothing of it is stored; listeners forget it by themselves after some seconds.
 * @throws DomainError `not_found`
 */
export async function sayTyping(
  deps: Deps,
  scope: Scope,
  { conversationId, typing }: TypingInput,
): Promise<{ said: boolean }> {
  const { person } = await readConversation(deps.db, scope, conversationId, deps.clock.now())
  const { actor } = scope
  // Staff who only look on do not answer.
  if (actor.kind === 'system' || (actor.kind === 'person' && actor.role === 'viewer')) return { said: false }
  const kind = actor.kind === 'key' ? 'agent' : actor.id === person.id ? 'person' : 'staff'
  // Who has no name is called by their address elsewhere: not to customers.
  const name = kind === 'agent' ? 'Assistant' : kind === 'staff' && actor.name.includes('@') ? 'Our team' : actor.name
  await whisper(deps, conversationId, { type: 'typing', who: { kind, id: actor.id, name }, typing })
  return { said: true }
}

/**
 * Says up to which message one's side has read.
 * @throws DomainError `not_found`
 */
export async function markRead(
  deps: Deps,
  scope: Scope,
  { conversationId, seq }: MarkReadInput,
): Promise<ConversationDto> {
  return deps.db.transaction(async tx => {
    const row = await lockConversation(tx, scope, conversationId)
    const side = row.personId === personOf(scope) ? ('personReadSeq' as const) : ('staffReadSeq' as const)
    const read = Math.min(seq, row.lastSeq)
    if (read > row[side]) {
      await tx
        .update(conversations)
        .set({ [side]: sql`greatest(${conversations[side]}, ${read})` })
        .where(eq(conversations.id, conversationId))
    }
    return readConversation(tx, scope, conversationId, deps.clock.now())
  })
}
