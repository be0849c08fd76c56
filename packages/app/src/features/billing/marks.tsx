import type { Outputs } from '../../data/api.ts'
import { every, money } from '../../format/money.ts'
import { Chip } from '../../ui/chip.tsx'
import { billingTone, inWords } from './billing-words.ts'

/** Where a payment or a subscription stands, in the provider's word. */
export function SubscriptionChip({ status }: { status: string }) {
  return <Chip tone={billingTone(status)}>{inWords(status)}</Chip>
}

type Item = Outputs['subscriptions']['list']['items'][number]['items'][number]

export interface PriceProps {
  amount: number | null
  currency: string | null
  /** What it is paid for, and how often. */
  item?: Pick<Item, 'planName' | 'planSlug' | 'interval' | 'intervalCount'>
}

/** An amount in its currency; for a plan, with its name and how often. */
export function Price({ amount, currency, item }: PriceProps) {
  if (!item) return money(amount, currency)
  const name = item.planName ?? item.planSlug
  const often = every(item.interval, item.intervalCount)
  // What is paid by use, or in steps, has no one price.
  const price = amount === null ? 'by use' : [money(amount, currency), often].filter(Boolean).join(' ')
  return [name, price].filter(Boolean).join(', ')
}
