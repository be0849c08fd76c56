import { days, later } from '../kernel/index.ts'

export const tiers = ['free', 'pro', 'enterprise'] as const
export type Tier = (typeof tiers)[number]

/**
 * What each tier may use. Screens and agents ask for these words.
 *
 * | tier | features |
 * |---|---|
 * | free | `chat`: support conversations and their answers |
 * | pro | also `priority_support` (conversations begin with high priority), `reports` (activity reports), `essays` (essay requests) |
 * | enterprise | also `dedicated_agent` (a person, named), `api` (keys that read and write) |
 */
export const features: Readonly<Record<Tier, readonly string[]>> = {
  free: ['chat'],
  pro: ['chat', 'priority_support', 'reports', 'essays'],
  enterprise: ['chat', 'priority_support', 'reports', 'essays', 'dedicated_agent', 'api'],
}

/** Words of a plan's slug or name that say its tier; the highest that fits wins. */
const tierWords: readonly [Tier, RegExp][] = [
  ['enterprise', /\b(enterprise|business|unlimited)\b/],
  ['pro', /\b(pro|professional|premium|plus|team|growth)\b/],
  ['free', /\bfree\b/],
]

/** Statuses in which something is given and will be renewed. */
export const goesOn: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due'])

/** How long a customer whose payment failed keeps what they had. */
export const graceOfPastDue = days(3)

export interface ItemFacts {
  status: string
  planSlug: string | null
  planName: string | null
  /** Minor units. */
  amount: number | null
  periodEnd: Date | null
}

export interface Entitlement {
  tier: Tier
  features: string[]
  /** Null: without an end. */
  validUntil: Date | null
}

export const freeEntitlement: Entitlement = { tier: 'free', features: [...features.free], validUntil: null }

/** The tier that a plan gives: by its words, else by whether it costs anything. */
export function tierOf({ planSlug, planName, amount }: Pick<ItemFacts, 'planSlug' | 'planName' | 'amount'>): Tier {
  const text = `${planSlug ?? ''} ${planName ?? ''}`.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
  return tierWords.find(([, words]) => words.test(text))?.[0] ?? ((amount ?? 0) > 0 ? 'pro' : 'free')
}

/** Until when an item gives anything: null without an end, undefined when it gives nothing. */
function validUntil({ status, periodEnd }: ItemFacts): Date | null | undefined {
  switch (status) {
    case 'active':
    case 'trialing':
      return periodEnd
    case 'past_due':
      return periodEnd && later(periodEnd, graceOfPastDue)
    // Paid for, and not to be renewed. Without an end of its period there is nothing left.
    case 'canceled':
      return periodEnd ?? undefined
    default:
      return undefined
  }
}

/**
 * What items give together: their highest tier, and that as long as the longest of its items.
 * @param at leave out what has ended by then; without it, what was ever given counts, so that the result does not
 * depend on when it was derived.
 */
export function deriveEntitlement(items: readonly ItemFacts[], at?: Date): Entitlement | null {
  let best: Entitlement | null = null
  for (const item of items) {
    const until = validUntil(item)
    if (until === undefined || (at && until && until <= at)) continue
    const tier = tierOf(item)
    const rank = tiers.indexOf(tier) - (best ? tiers.indexOf(best.tier) : -1)
    const isLonger = best?.validUntil !== null && (until === null || (best !== null && until > best.validUntil))
    if (rank > 0 || (rank === 0 && isLonger)) best = { tier, features: [...features[tier]], validUntil: until }
  }
  return best
}
