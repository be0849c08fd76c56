import type { Both } from './cells.ts'
import type { Figure, Measure } from './model.ts'

/** A share in percent. Of nothing it is 0, and the denominator says so. */
export const percent = (numerator: number, denominator: number): Measure => ({
  value: denominator === 0 ? 0 : (numerator / denominator) * 100,
  numerator,
  denominator,
})

/** A mean or another quotient. Of nothing it is 0, and the denominator says so. */
export const quotient = (numerator: number, denominator: number): Measure => ({
  value: denominator === 0 ? 0 : numerator / denominator,
  numerator,
  denominator,
})

export const amount = (value: number): Measure => ({ value })

/** A formula in both periods. */
export const figure = <Rows>(formula: (rows: Rows) => Measure, { current, previous }: Both<Rows>): Figure => ({
  ...formula(current),
  previous: formula(previous),
})

/** The same by one key: the rows that `choose` takes. */
export const only = <Row>({ current, previous }: Both<Row[]>, choose: (row: Row) => boolean): Both<Row[]> => ({
  current: current.filter(choose),
  previous: previous.filter(choose),
})

export const total = <Row>(rows: readonly Row[], part: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + part(row), 0)
