import { useElementSize } from '@mantine/hooks'
import { Link, type LinkProps } from '@tanstack/react-router'
import styles from './bar-chart.module.css'

/** What a bar means: red is wrong, amber needs care, green is good. */
export type BarTone = 'accent' | 'red' | 'amber' | 'green' | 'faint'

export interface Bar {
  key: string
  label: string
  /** One part, or several that stand behind each other. */
  parts: ReadonlyArray<{ label: string; value: number; tone: BarTone }>
  /** At the end of the row. */
  text: string
  /** Quieter, behind it: a share, a change. Dropped where it is narrow. */
  note?: string
  /** Where the bar ended in the period before: a line across. */
  before?: number | null
  /** Where a click leads, and what it does, in words. */
  link?: LinkProps
  /** The whole row as a sentence, for those who do not see it. */
  spoken: string
}

export interface BarChartProps {
  /** What the rows are, for those who do not see them. */
  label: string
  bars: readonly Bar[]
  /** The value at the right end; the largest by default. */
  most?: number
}

/** Colours by meaning. */
export const barColors = {
  accent: 'var(--qd-accent)',
  red: 'var(--qd-red)',
  amber: 'var(--qd-amber-mark)',
  green: 'var(--qd-green)',
  faint: 'var(--qd-faint)',
} as const satisfies Record<BarTone, string>

const rowHeight = 32
const margin = 12

let measure: CanvasRenderingContext2D | null = null

/** A text cut to a width, since SVG cannot do it by itself. */
function cut(text: string, width: number): string {
  measure ??= document.createElement('canvas').getContext('2d')
  if (!measure) return text
  measure.font = `13px ${getComputedStyle(document.body).fontFamily}`
  if (measure.measureText(text).width <= width) return text
  let length = text.length
  while (length > 1 && measure.measureText(`${text.slice(0, length)}…`).width > width) length--
  return `${text.slice(0, length).trimEnd()}…`
}

function layoutOf(width: number) {
  const labels = Math.min(168, Math.max(88, width * 0.3))
  const texts = 84
  const notes = width > 460 ? 72 : 0
  const from = margin + labels + 8
  return { labels, from, to: Math.max(from + 8, width - margin - texts - notes), notes }
}

/** Bars by group, each a way to the rows behind it: an SVG that can be saved, under links that keyboards reach. */
export function BarChart({ label, bars, most }: BarChartProps) {
  const { ref, width } = useElementSize()
  const largest = Math.max(
    most ?? 0,
    ...(most === undefined ? bars.map(bar => Math.max(sum(bar), bar.before ?? 0)) : []),
    Number.MIN_VALUE,
  )
  return (
    <div ref={ref} className={styles.frame} style={{ height: bars.length * rowHeight }}>
      {width > 0 && (
        <svg width={width} height={bars.length * rowHeight} className={styles.drawing} aria-hidden>
          {bars.map((bar, index) => (
            <Row key={bar.key} bar={bar} y={index * rowHeight} width={width} largest={largest} />
          ))}
        </svg>
      )}
      <ul className={styles.links} aria-label={label}>
        {bars.map(bar => (
          <li key={bar.key}>
            {bar.link ? (
              <Link {...bar.link} aria-label={bar.spoken} className={styles.link} title={titleOf(bar)} />
            ) : (
              <span className={styles.link} title={titleOf(bar)}>
                <span className="sr-only">{bar.spoken}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const sum = (bar: Bar) => bar.parts.reduce((total, { value }) => total + Math.max(0, value), 0)
const titleOf = (bar: Bar) => bar.spoken

function Row({ bar, y, width, largest }: { bar: Bar; y: number; width: number; largest: number }) {
  const { labels, from, to, notes } = layoutOf(width)
  const scale = (value: number) => (Math.max(0, value) / largest) * (to - from)
  const middle = y + rowHeight / 2
  let x = from
  return (
    <g fontSize={13}>
      <text x={margin} y={middle + 4.5} fill="var(--qd-text)">
        {cut(bar.label, labels)}
      </text>
      <rect x={from} y={middle - 5} width={to - from} height={10} rx={3} fill="var(--qd-neutral-soft)" />
      {bar.parts.map(part => {
        const length = scale(part.value)
        const start = x
        x += length
        return length > 0 ? (
          <rect
            key={part.label}
            x={start}
            y={middle - 5}
            width={Math.max(1.5, length - (bar.parts.length > 1 ? 1 : 0))}
            height={10}
            rx={bar.parts.length > 1 ? 1 : 3}
            fill={barColors[part.tone]}
            fillOpacity={0.85}
          />
        ) : null
      })}
      {bar.before !== null && bar.before !== undefined && bar.before > 0 && (
        <line
          x1={from + scale(Math.min(bar.before, largest))}
          x2={from + scale(Math.min(bar.before, largest))}
          y1={middle - 9}
          y2={middle + 9}
          stroke="var(--qd-dim)"
          strokeWidth={1.5}
        />
      )}
      <text x={width - margin - notes} y={middle + 4.5} textAnchor="end" fill="var(--qd-text)">
        {bar.text}
      </text>
      {notes > 0 && bar.note && (
        <text x={width - margin} y={middle + 4.5} textAnchor="end" fill="var(--qd-faint)" fontSize={12}>
          {bar.note}
        </text>
      )}
    </g>
  )
}
