import type { ConversationPriority } from '@quarterdeck/db'
import { z } from 'zod'
import type { GuardVerdict } from './guard.ts'

export const escalationReasons = {
  asked: 'The customer asked for a person',
  threat: 'The message speaks of harm',
  file: 'The customer sent a file without words',
  unknown: 'Nothing in the knowledge base answers this',
  orders: 'The message gives orders to the assistant, again',
  unsupported: 'The model’s answer did not stand up to its sources',
  model: 'The model asked for a person',
  failed: 'No answer could be made',
} as const
export type EscalationReason = keyof typeof escalationReasons
// Exactly the names of the record.
const reasons = Object.keys(escalationReasons) as [EscalationReason, ...EscalationReason[]]

/** What the customer gets. */
export const decisionShape = z.discriminatedUnion('action', [
  z.object({ action: z.literal('answer') }),
  z.object({ action: z.literal('passages'), why: z.enum(['no_model', 'model_failed', 'budget']) }),
  z.object({ action: z.literal('ask'), what: z.enum(['greeting', 'thanks', 'question', 'more']) }),
  z.object({
    action: z.literal('escalate'),
    reason: z.enum(reasons),
    priority: z.enum(['low', 'medium', 'high', 'urgent']),
  }),
])
export type Decision = z.infer<typeof decisionShape>

export interface Situation {
  guard: GuardVerdict
  /** A file came with it. */
  hasFiles: boolean
  /** Passages that say enough about the question, and give no orders. */
  telling: number
  hasModel: boolean
  /** What is left of the budgets allows another answer. */
  affordable: boolean
  /** The last thing the customer was told is that they should say more. */
  askedBack: boolean
}

const escalate = (reason: EscalationReason, priority: ConversationPriority): Decision => ({
  action: 'escalate',
  reason,
  priority,
})

/** Decides what a message gets: whoever asks for a person gets one, whatever else is in it. */
export function decide({ guard, hasFiles, telling, hasModel, affordable, askedBack }: Situation): Decision {
  if (guard.abuse === 'threat') return escalate('threat', 'urgent')
  if (guard.asksForPerson) return escalate('asked', 'high')
  if (guard.empty) return hasFiles ? escalate('file', 'medium') : { action: 'ask', what: 'question' }
  if (guard.injection) return askedBack ? escalate('orders', 'low') : { action: 'ask', what: 'question' }
  if (guard.smallTalk) return { action: 'ask', what: guard.smallTalk }
  if (telling === 0) return askedBack || !hasModel ? escalate('unknown', 'medium') : { action: 'ask', what: 'more' }
  if (!hasModel) return { action: 'passages', why: 'no_model' }
  return affordable ? { action: 'answer' } : { action: 'passages', why: 'budget' }
}
