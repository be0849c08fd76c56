/**
 * Currencies whose minor unit is not a hundredth, with its decimal places: ISO 4217, list one. Browsers have their own
 * figures for some (IQD, for one, without decimals), and those are for cash registers, not for amounts on record.
 */
const decimals: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map(code => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map(code => [code, 3])),
  CLF: 4,
  UYW: 4,
}

/** Decimal places of a currency's amounts: `JPY` 0, `EUR` 2, `KWD` 3. */
export function minorDigits(currency: string): number {
  return decimals[currency.toUpperCase()] ?? 2
}

/** A bare `$` is the US dollar's and a bare `¥` the yen's; others that use these signs say whose they are: `CA$`, `CN¥`. */
const displayOf = (currency: string) => (/^(usd|jpy)$/i.test(currency) ? 'narrowSymbol' : 'symbol')

/**
 * An amount in minor units as people read it: `1999, 'USD'` → `$19.99`; `500, 'JPY'` → `¥500`; `1500, 'KWD'` → `KWD 1.500`.
 * What is not known is a dash; without a currency, the bare figure.
 */
export function money(amount: number | null | undefined, currency: string | null | undefined): string {
  if (amount === null || amount === undefined || !Number.isFinite(amount)) return '–'
  if (!currency || !/^[a-z]{3}$/i.test(currency)) return new Intl.NumberFormat('en-GB').format(amount).replace('-', '−')
  const digits = minorDigits(currency)
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: displayOf(currency),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(amount / 10 ** digits)
    .replace('-', '−')
}

/** For headlines: without the minor unit from a hundred on. `4821049, 'USD'` → `$48,210`. */
export function roundMoney(amount: number, currency: string): string {
  if (Math.abs(amount) / 10 ** minorDigits(currency) < 100) return money(amount, currency)
  return whole(amount, currency, {})
}

/** For axes and narrow places: `4821049, 'USD'` → `$48.21k`. */
export function compactMoney(amount: number, currency: string): string {
  return whole(amount, currency, { notation: 'compact', maximumFractionDigits: 2 })
}

const whole = (amount: number, currency: string, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    currencyDisplay: displayOf(currency),
    minimumFractionDigits: 0,
    maximumFractionDigits: 0,
    ...options,
  })
    .format(amount / 10 ** minorDigits(currency))
    .replace('-', '−')

const intervals: Readonly<Record<string, string>> = {
  day: 'day',
  week: 'week',
  month: 'month',
  annual: 'year',
  year: 'year',
}

/** How often something is paid: `month` → `a month`, `year, 2` → `every 2 years`; null for once, or not known. */
export function every(interval: string | null, amount: number | null): string | null {
  if (!interval) return null
  const unit = intervals[interval] ?? interval
  return amount !== null && amount > 1 ? `every ${amount}\u00a0${unit}s` : `a ${unit}`
}
