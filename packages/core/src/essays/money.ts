import { writtenNumber } from './written-number.ts'

/** The most that adds up without loss over a million items. */
const most = 1_000_000_000

/** How many decimals a currency has (ISO 4217, as ICU knows it). */
const decimals = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** An amount, such as `$1,234.50`, `12,50 €` or 12.5, in minor units; null when it is none, below 0 or beyond belief. */
export function minorUnits(
  value: unknown,
  { currency, unit }: { currency: string; unit: 'major' | 'minor' },
): number | null {
  const said =
    typeof value === 'string' ? writtenNumber(value.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, ''), 'count') : value
  const amount = typeof said === 'string' ? Number(said) : said
  if (typeof amount !== 'number' || !Number.isFinite(amount) || amount < 0) return null
  // A float of 57.599999999999994 means 57.60.
  const minor = Math.round(Number((unit === 'minor' ? amount : amount * 10 ** decimals(currency)).toPrecision(14)))
  return minor <= most ? minor : null
}
