import type { Outputs } from '../../../data/api.ts'
import { minorDigits } from '../../../format/money.ts'
import { count } from '../../../format/number.ts'
import { type Turnaround, turnaroundNames } from '../essay.ts'

export type Rates = Outputs['essayRequests']['rates']

/** A field, by the path under which the server speaks of it. */
export type RateField = 'currency' | 'minimumPrice' | `rates.${Turnaround}.${'pricePerWord' | 'hours'}`
/** What stands in the fields: amounts in major units. Fields give a text where a number would lose what was typed. */
export type Typed = Readonly<Record<RateField, string | number>>
export type Faults = Partial<Record<RateField, string>>

/** Rates as the fields show them. */
export function showRates({ currency, minimumPrice, rates }: Rates): Typed {
  const major = (amount: number) => Number((amount / 10 ** minorDigits(currency)).toFixed(8))
  const { standard, express, urgent } = rates
  return {
    currency,
    minimumPrice: major(minimumPrice),
    'rates.standard.pricePerWord': major(standard.pricePerWord),
    'rates.standard.hours': standard.hours,
    'rates.express.pricePerWord': major(express.pricePerWord),
    'rates.express.hours': express.hours,
    'rates.urgent.pricePerWord': major(urgent.pricePerWord),
    'rates.urgent.hours': urgent.hours,
  }
}

/** What the server takes at most, amounts in minor units: a price a word has four further decimals. */
const most = { pricePerWord: 1_000, minimumPrice: 100_000_000, hours: 8_760 }

/** What the fields hold as the server keeps it, and what is wrong with it. */
export function readRates(typed: Typed): { rates: Rates; faults: Faults } {
  const faults: Faults = {}
  const currency = String(typed.currency).trim().toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency)) faults.currency = 'Give a currency of three letters, such as USD'
  const digits = minorDigits(currency)
  const amount = (field: RateField, further: number, limit: number): number => {
    const minor = typed[field] === '' ? Number.NaN : Number((Number(typed[field]) * 10 ** digits).toFixed(further))
    if (!(minor >= 0 && minor <= limit)) faults[field] = `Give an amount from 0 to ${count(limit / 10 ** digits)}`
    return minor
  }
  const rateOf = (turnaround: Turnaround) => {
    const field = `rates.${turnaround}.hours` as const
    const hours = typed[field] === '' ? Number.NaN : Number(typed[field])
    if (!(Number.isInteger(hours) && hours >= 1 && hours <= most.hours))
      faults[field] = `Give whole hours, from 1 to ${count(most.hours)}`
    return { pricePerWord: amount(`rates.${turnaround}.pricePerWord`, 4, most.pricePerWord), hours }
  }
  const rates = { standard: rateOf('standard'), express: rateOf('express'), urgent: rateOf('urgent') }
  return { rates: { currency, minimumPrice: amount('minimumPrice', 0, most.minimumPrice), rates }, faults }
}

/** The fields that a turnaround's price is made from. */
export const isPriced = (faults: Faults, turnaround: Turnaround): boolean =>
  !faults.currency && !faults.minimumPrice && !faults[`rates.${turnaround}.pricePerWord`]

export const rateFields: readonly RateField[] = [
  'currency',
  'minimumPrice',
  ...turnaroundNames.flatMap(each => [`rates.${each}.pricePerWord`, `rates.${each}.hours`] as const),
]
