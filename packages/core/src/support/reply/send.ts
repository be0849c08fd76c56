import { type Citation, conversations, type Db, messages } from '@quarterdeck/db'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, DomainError, type Scope } from '../../kernel/index.ts'
import { noteUnanswered } from '../../knowledge/index.ts'
import { addOutcome } from '../agents.ts'
import { append } from '../append-message.ts'
import { escalateHeld } from '../escalate.ts'
import { type ConversationRow, lockConversation } from '../lock-conversation.ts'
import type { ReplyInput } from '../reply-request.ts'
import { type Decision, type EscalationReason, escalationReasons } from './decide.ts'
import { askBackMark } from './talk.ts'
import { type Phrase, say } from './words.ts'

export const sentShape = z.object({
  /** False: somebody else answered, or answers. */
  sent: z.boolean(),
  what: z.enum(['answer', 'passages', 'ask', 'escalation', 'taken_over', 'superseded', 'answered', 'gone']),
})
export type Sent = z.infer<typeof sentShape>

/** What the customer gets in the end. */
export type Outcome =
  | {
      kind: 'answer' | 'passages'
      content: string
      citations: Citation[]
      confidence?: number
      use?: { model: string; tokens: number; costMicros: number | null }
    }
  | { kind: 'ask'; content: string; unanswered: boolean }
  | {
      kind: 'escalate'
      reason: EscalationReason
      detail?: string
      priority: (Decision & { action: 'escalate' })['priority']
    }

export interface Sending {
  input: ReplyInput
  workflowId: string
  question: string
  language: string | null
  agentId: string | null
  askedAt: Date | null
  outcome: Outcome
}

/** Of these the customer hears that no answer could be given, before they hear who is asked. */
const unanswerable: readonly EscalationReason[] = ['unknown', 'unsupported', 'model', 'failed', 'orders', 'file']
const phraseFor = (reason: EscalationReason): Phrase | null => (unanswerable.includes(reason) ? 'handing' : null)

/** Why there is nothing to send any more; null when there is. */
async function overtaken(tx: Db, { handler }: ConversationRow, { conversationId, seq }: ReplyInput) {
  if (handler !== 'ai') return 'taken_over' as const
  const later = await tx
    .select({ role: messages.role })
    .from(messages)
    .where(
      and(
        ...[eq(messages.conversationId, conversationId), gt(messages.seq, seq), eq(messages.internal, false)],
        ...[inArray(messages.role, ['user', 'assistant']), isNull(messages.deletedAt)],
      ),
    )
    .limit(50)
  if (later.some(({ role }) => role === 'assistant')) return 'answered' as const
  // The customer went on writing: what they wrote last has a workflow of its own, which reads all of it.
  return later.length > 0 ? ('superseded' as const) : null
}

/**
 * Ends a reply, holding the conversation: says the one thing that is to be said, if nobody else has said something and the
 * AI still has the conversation.
 */
export async function sendReply(tx: Db, deps: Deps, scope: Scope, sending: Sending): Promise<Sent> {
  const { input, outcome, agentId, language } = sending
  let conversation: ConversationRow
  try {
    conversation = await lockConversation(tx, scope, input.conversationId)
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return { sent: false, what: 'gone' }
    throw error
  }
  const late = await overtaken(tx, conversation, input)
  if (late) return { sent: false, what: late }
  const isFirst = agentId !== null && conversation.agentId !== agentId
  if (isFirst || (language && !conversation.language)) {
    await tx
      .update(conversations)
      .set({ ...(agentId && { agentId }), ...(language && !conversation.language && { language }) })
      .where(eq(conversations.id, conversation.id))
  }
  if (outcome.kind === 'escalate') await hand(tx, deps, scope, conversation, sending, outcome)
  else await tell(tx, deps, scope, sending, outcome)
  await remember(tx, deps, scope, sending)
  if (agentId) {
    const responseMs = sending.askedAt ? Math.max(0, deps.clock.now().getTime() - sending.askedAt.getTime()) : undefined
    await addOutcome(tx, deps, scope, {
      // What comes of the conversation is counted where it comes about, by the triggers of its table.
      ...{ id: agentId, conversations: 0, escalated: 0, resolved: 0, responseMs },
    })
  }
  return { sent: true, what: outcome.kind === 'escalate' ? 'escalation' : outcome.kind }
}

interface Said {
  kind: Outcome['kind']
  content: string
  citations?: Citation[]
  confidence?: number
  use?: { model: string; tokens: number; costMicros: number | null }
}

/** Adds the answer: once, whatever happens to the workflow. */
async function tell(
  tx: Db,
  deps: Deps,
  scope: Scope,
  { input, workflowId, agentId, askedAt }: Sending,
  outcome: Said,
): Promise<void> {
  const { content, citations, confidence, use } = outcome
  const { message } = await append(tx, deps, scope, {
    ...{ conversationId: input.conversationId, role: 'assistant', authorKind: 'agent', authorId: agentId },
    ...{ content: content.slice(0, 4_096), citations, confidence, workflowId },
    clientId: outcome.kind === 'ask' ? `${askBackMark}:${workflowId}` : `reply:${workflowId}`,
    ...(use && { model: use.model, tokens: use.tokens, costMicros: use.costMicros ?? undefined }),
    latencyMs: askedAt ? Math.max(0, deps.clock.now().getTime() - askedAt.getTime()) : undefined,
  })
  const after = { conversationId: input.conversationId, seq: message.seq, kind: outcome.kind }
  await audit(tx, scope, { action: 'messages.reply', entity: 'message', entityId: message.id, after })
}

/** Fetches a person; the customer hears of it in any case. */
async function hand(
  tx: Db,
  deps: Deps,
  scope: Scope,
  conversation: ConversationRow,
  sending: Sending,
  { reason, detail, priority }: Outcome & { kind: 'escalate' },
): Promise<void> {
  const language = sending.language ?? conversation.language
  const phrase = phraseFor(reason)
  if (phrase) await tell(tx, deps, scope, sending, { kind: 'escalate', content: say(phrase, language) })
  const words = detail ? `${escalationReasons[reason]}: ${detail}` : escalationReasons[reason]
  const opened = await escalateHeld(
    tx,
    deps,
    scope,
    { ...conversation, language },
    { reason: words.slice(0, 1_000), priority },
  )
  if (opened || phrase) return
  await tell(tx, deps, scope, sending, { kind: 'escalate', content: say('already', language) })
}

/** Keeps the question for those who write the documents. */
async function remember(tx: Db, deps: Deps, scope: Scope, { outcome, question, input }: Sending): Promise<void> {
  const isOpen =
    (outcome.kind === 'ask' && outcome.unanswered) ||
    (outcome.kind === 'escalate' && ['unknown', 'unsupported', 'model'].includes(outcome.reason))
  if (isOpen) await noteUnanswered(tx, deps, scope, { question, conversationId: input.conversationId })
}
