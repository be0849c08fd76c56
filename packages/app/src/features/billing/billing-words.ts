import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'

/** A provider's word as people read it: `past_due` → `Past due`. */
export function inWords(word: string): string {
  const text = word.replaceAll('_', ' ')
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const tones: Readonly<Record<string, Tone>> = {
  paid: 'green',
  active: 'green',
  trialing: 'accent',
  pending: 'amber',
  open: 'amber',
  past_due: 'amber',
  incomplete: 'amber',
  upcoming: 'neutral',
  failed: 'red',
  unpaid: 'red',
  uncollectible: 'red',
}

/** The colour of a provider's status; words that we do not know stay grey. */
export const billingTone = (status: string): Tone => tones[status] ?? 'neutral'

/** Statuses that the filters offer; others come from the address. */
export const paymentStatuses = ['paid', 'pending', 'failed', 'refunded', 'open', 'void', 'uncollectible'] as const
export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'incomplete',
  'canceled',
  'ended',
  'unpaid',
] as const

export const tierNames: Readonly<Record<Outputs['subscriptions']['entitlements']['tier'], string>> = {
  free: 'Free',
  pro: 'Pro',
  enterprise: 'Enterprise',
}

export const featureNames: Readonly<Record<string, string>> = {
  chat: 'support chat',
  priority_support: 'priority support',
  reports: 'activity reports',
  essays: 'essay requests',
  dedicated_agent: 'an agent of your own',
  api: 'access for programs',
}
