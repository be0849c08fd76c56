import { money, roundMoney } from '../../format/money.ts'
import { count, duration, percent, points } from '../../format/number.ts'
import type { Tone } from '../../ui/chip.tsx'

interface Measure {
  value: number
  numerator?: number | undefined
  denominator?: number | undefined
}

/** A number with the same one for the period before, as the server sends it. */
export interface Figure extends Measure {
  previous: Measure
}

/** What a number is in: `money` in minor units, `percent` of 0 to 100, `rating` of 0 to 9, `score` of 1 to 5. */
export type Kind = 'money' | 'count' | 'percent' | 'rating' | 'score' | 'ratio' | 'lift' | 'hours' | 'seconds'

const gap = '\u00a0'
const signed = (value: number, text: string) => `${value < 0 ? '−' : '+'}${text.replace(/^−/, '')}`

/** A number as people read it. */
export function figureText(kind: Kind, value: number, currency = ''): string {
  if (kind === 'money') return roundMoney(value, currency)
  if (kind === 'percent') return percent(value)
  if (kind === 'seconds') return duration(value)
  if (kind === 'hours') return `${value.toFixed(value < 10 ? 1 : 0)}${gap}h`
  if (kind === 'lift') return signed(value, Math.abs(value).toFixed(2))
  if (kind === 'count') return count(value)
  return value.toFixed(2)
}

/** Whether there was nothing to measure: 0 stands for it, and would be read as a bad rate. */
export const isUndefined = ({ denominator }: Measure): boolean => denominator === 0

/** How a number changed, in words: `+6.4 %`, `−1.9 pts`, `±0`; null where there is nothing to compare. */
export function changeText(kind: Kind, figure: Figure): string | null {
  const { value, previous } = figure
  if (isUndefined(figure) || isUndefined(previous)) return null
  const difference = value - previous.value
  if (kind === 'percent') return points(difference)
  if (kind === 'rating' || kind === 'score' || kind === 'lift') {
    const size = Math.abs(difference).toFixed(2)
    return size === '0.00' ? '±0.00' : signed(difference, size)
  }
  if (difference === 0) return '±0'
  if (previous.value === 0) return 'new'
  const relative = (100 * difference) / Math.abs(previous.value)
  const size = Math.abs(relative)
  return signed(relative, size >= 1_000 ? `${(size / 100).toFixed(0)}-fold` : percent(size, size < 100 ? 1 : 0))
}

/** Which way is good: `up`, `down`, or neither. */
export type Wish = 'up' | 'down' | undefined

export function changeTone(figure: Figure, wish: Wish): Tone {
  const difference = figure.value - figure.previous.value
  if (!wish || difference === 0 || isUndefined(figure) || isUndefined(figure.previous)) return 'neutral'
  return difference > 0 === (wish === 'up') ? 'green' : 'red'
}

/** A part of a rate as people read it: amounts in money, everything else counted. */
const part = (kind: Kind, value: number, currency: string, isNumerator: boolean) =>
  kind === 'money' && isNumerator ? money(value, currency) : Number.isInteger(value) ? count(value) : value.toFixed(2)

/** What a number was made from: `611 of 656`, `$1,234.00 over 12`; null where it is no fraction. */
export function basisText(kind: Kind, { numerator, denominator }: Measure, currency = ''): string | null {
  if (denominator === undefined) return null
  if (numerator === undefined) return `over ${count(denominator)}`
  const word = kind === 'percent' ? 'of' : 'over'
  return `${part(kind, numerator, currency, true)} ${word} ${part(kind, denominator, currency, false)}`
}
