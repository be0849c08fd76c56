import type { Outputs } from '../../data/api.ts'
import { toMs } from '../../format/time.ts'
import type { Tone } from '../../ui/chip.tsx'

/** What reads badly as it comes. */
const better: Readonly<Record<string, string>> = {
  canceled: 'Cancelled',
  trialing: 'On trial',
  partially_refunded: 'Partly refunded',
  incomplete_expired: 'Never paid',
}

/** A provider's word as people read it: `past_due` → `Past due`. */
export function inWords(word: string): string {
  if (better[word]) return better[word]
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
  paused: 'amber',
  partially_refunded: 'amber',
  upcoming: 'neutral',
  failed: 'red',
  unpaid: 'red',
  uncollectible: 'red',
}

/** The colour of a provider's status; words that we do not know stay grey. */
export const billingTone = (status: string): Tone => tones[status] ?? 'neutral'

/** Statuses that the filters offer; others come from the address. */
export const paymentStatuses = [
  'paid',
  'pending',
  'failed',
  'refunded',
  'partially_refunded',
  'draft',
  'void',
  'uncollectible',
] as const
export const subscriptionStatuses = [
  'active',
  'trialing',
  'past_due',
  'incomplete',
  'paused',
  'unpaid',
  'canceled',
  'ended',
  'incomplete_expired',
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

type Subscription = Outputs['subscriptions']['list']['items'][number]
type Item = Subscription['items'][number]

const given = new Set(['active', 'trialing', 'past_due'])

/** What a subscription is to, and what comes after it; of one that is over, what it was to. */
export function planOf({ items }: Pick<Subscription, 'items'>): string {
  const names = (some: readonly Item[]) => some.map(nameOf).join(', ')
  const next = items.filter(({ status }) => status === 'upcoming')
  const rest = items.filter(({ status }) => status !== 'upcoming')
  const now = rest.filter(({ status }) => given.has(status))
  const first = names(now.length > 0 ? now : rest)
  return [first, next.length > 0 && `then ${names(next)}`].filter(Boolean).join(', ') || 'No plan'
}

/** Its own words, never a tier that only its price suggests. */
export const nameOf = ({ planName, planSlug, planId }: Pick<Item, 'planName' | 'planSlug' | 'planId'>): string =>
  planName ?? planSlug ?? planId ?? 'Unnamed plan'

/** How it is said of a moment that is over: the word of what came of it has not come. */
const over: Readonly<Record<string, string>> = {
  Ends: 'Ended',
  Renews: 'Was to renew',
  'Trial ends': 'Trial ended',
  'Period ends': 'Period ended',
}

type Life = Pick<Subscription, 'status' | 'endsAt' | 'periodEnd' | 'canceledAt'>

/** What happens next to a subscription, or happened last, and when: null where no moment is known. */
export function nextOf(life: Life, now = Date.now()): { what: string; at: string } | null {
  const { status, endsAt, periodEnd, canceledAt } = life
  if (status === 'canceled' || status === 'ended') {
    const [at] = [periodEnd, canceledAt]
      .flatMap(moment => moment ?? [])
      .sort()
      .reverse()
    return at ? { what: 'Ended', at } : null
  }
  const at = endsAt ?? periodEnd
  if (!at) return null
  const what = endsAt ? 'Ends' : ({ active: 'Renews', trialing: 'Trial ends' }[status] ?? 'Period ends')
  return { what: (toMs(at) < now && over[what]) || what, at }
}

/** `visa`, `4242` → `Visa •••• 4242`; null when nothing is known of it. */
export function cardInWords(card: { type: string | null; last4: string | null } | null): string | null {
  if (!card) return null
  return [card.type && inWords(card.type), card.last4 && `•••• ${card.last4}`].filter(Boolean).join(' ')
}
