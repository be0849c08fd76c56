import type { ComparedFigure } from '../model.ts'

const rounded = (value: number) => Math.round(value * 100) / 100

/** A figure beside the one of the span before; where either could not be measured there is no change to tell. */
export function compare(value: number | null, previous: number | null): ComparedFigure {
  if (value === null || previous === null) return { value, previous, change: null, percent: null }
  const change = rounded(value - previous)
  const percent = previous > 0 ? rounded((change / previous) * 100) : value > 0 ? 100 : 0
  return { value, previous, change, percent }
}
