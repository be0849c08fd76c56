import type { Engine } from '@quarterdeck/db'

/** One figure of a bench. `name` is its key in the JSON line. */
export interface Metric {
  name: string
  label: string
  value: number
  unit: string
  /** What issue 2 asks for. */
  asked?: { atLeast: number } | { atMost: number }
}

/** What one bench found on one engine. */
export interface Result {
  bench: string
  engine: Engine
  /** What was measured, and how: a sentence each. */
  notes: string[]
  metrics: Metric[]
}

/** The value below which a share of the values lies (nearest rank). Throws on no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new RangeError('A percentile of nothing')
  return value
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** `p50` and `p95` of times in milliseconds, the bar on the second. */
export function timings(name: string, label: string, times: readonly number[], atMost?: number): Metric[] {
  const asked = atMost === undefined ? {} : { asked: { atMost } }
  return [
    { name: `${name}_p50_ms`, label: `${label}, p50`, value: percentile(times, 0.5), unit: 'ms' },
    { name: `${name}_p95_ms`, label: `${label}, p95`, value: percentile(times, 0.95), unit: 'ms', ...asked },
  ]
}

const rounded = (value: number): number => (value >= 100 ? Math.round(value) : Math.round(value * 100) / 100)

const isMet = ({ value, asked }: Metric): boolean =>
  !asked || ('atLeast' in asked ? value >= asked.atLeast : value <= asked.atMost)

function rowOf(metric: Metric): string[] {
  const { label, value, unit, asked } = metric
  const bar = asked && ('atLeast' in asked ? `≥ ${asked.atLeast}` : `≤ ${asked.atMost}`)
  return [
    label,
    `${rounded(value).toLocaleString('en')} ${unit}`.trim(),
    bar ? `${bar} ${isMet(metric) ? '✓' : 'MISSED'}` : '',
  ]
}

function table(rows: readonly string[][]): string {
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows
    .map(([label = '', value = '', bar = '']) =>
      `  ${label.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${bar}`.trimEnd(),
    )
    .join('\n')
}

/** For people. */
export const asText = ({ bench, engine, notes, metrics }: Result): string =>
  [`\n${bench} on ${engine}`, table(metrics.map(rowOf)), ...notes.map(note => `  ${note}`)].join('\n')

/** For programs: one line. */
export const asJson = ({ bench, engine, metrics }: Result): string =>
  JSON.stringify({
    bench,
    engine,
    metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, rounded(value)])),
  })

/** Says on standard error what is going on, so that standard output holds results only. */
export const progress = (text: string): void => {
  process.stderr.write(`${text}\n`)
}
