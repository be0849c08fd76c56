import type { Db } from '@quarterdeck/db'
import type { Deps, Scope } from '../kernel/index.ts'
import { recordEvent } from '../tracking/index.ts'
import type { ConversationRow } from './lock-conversation.ts'

/** What a funnel of support can be made of: docs/OPERATIONS.md lists them. */
export type Milestone =
  | 'conversation_opened'
  | 'conversation_escalated'
  | 'conversation_resolved'
  | 'conversation_rated'

/** The visit that a conversation's events make up: a funnel counts conversations by it. */
const prefix = 'conversation:'
export const isOfConversation = ({ visitId }: { visitId: string }): boolean => visitId.startsWith(prefix)

type Facts = Pick<ConversationRow, 'id' | 'personId' | 'number' | 'channel' | 'origin'>

/** Tells the events of what became of a conversation, in the transaction in which it did. */
export async function mark(
  tx: Db,
  { clock }: Pick<Deps, 'clock'>,
  scope: Scope,
  name: Milestone,
  { id, personId, number, channel, origin }: Facts,
  more: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await recordEvent(tx, scope, {
    ...{ name, visitId: `${prefix}${id}`, personId, at: clock.now(), isSample: origin === 'sample' },
    properties: { conversation: number, channel, ...more },
  })
}
