import { count } from '../../format/number.ts'
import { dayToMs } from '../dashboards/days.ts'
import type { Chart } from './companion.ts'

const figures = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 })

/** A number as exact as an answer may quote it: a mean of 7.57 is no 8. */
export const exact = (value: number): string => figures.format(value).replace('-', '−')

const wholeDay = /^\d{4}-\d{2}-\d{2}$/
const dayOrTime = /^\d{4}-\d{2}-\d{2}([T ].*)?$/

/** Whether all that stands along the axis are days or times, and whether they are whole days. */
export function axisOf(x: readonly string[]): 'days' | 'times' | 'names' {
  if (x.length < 2 || !x.every(text => dayOrTime.test(text) && !Number.isNaN(Date.parse(text)))) return 'names'
  return x.every(text => wholeDay.test(text)) ? 'days' : 'times'
}

/** The values in the order of time, whatever order the rows had; a day stands at its midnight where it is read. */
export const pointsOf = ({ x, series }: Pick<Chart, 'x' | 'series'>) =>
  x
    .map((text, index) => ({
      at: wholeDay.test(text) ? dayToMs(text) : Date.parse(text),
      values: Object.fromEntries(series.map(({ values }, place) => [`s${place}`, values[index] ?? null])),
    }))
    .sort((a, b) => a.at - b.at)

/** More bars than this are not drawn: a chart is for comparing at a glance. */
const mostBars = 30

/** The rows that are drawn, each whole, and what to say of the others; the table has all. */
export function drawnOf<T>(rows: readonly T[], barsEach: number): { rows: readonly T[]; note: string | null } {
  const most = Math.max(1, Math.floor(mostBars / barsEach))
  if (rows.length <= most) return { rows, note: null }
  return { rows: rows.slice(0, most), note: `The first ${most} of ${count(rows.length)}; the table has all` }
}
