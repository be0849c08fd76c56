import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { axisLabel, dayAndTime } from '../format/time.ts'
import type { Marker, Point, Series } from './chart-model.ts'
import styles from './time-chart.module.css'

const colors = {
  accent: 'var(--qd-accent)',
  'accent-mid': 'var(--qd-accent-mid)',
  red: 'var(--qd-red)',
  green: 'var(--qd-green)',
  faint: 'var(--qd-faint)',
}

export interface TimeChartProps {
  points: readonly Point[]
  series: readonly Series[]
  markers?: readonly Marker[]
  height?: number
  /** Ends of the time axis, in ms; those of the points by default. */
  span?: readonly [from: number, to: number]
  /** A horizontal line, such as the usual rate. */
  level?: number | null
  /** Fixed ends of the value axis; `auto` by default. */
  domain?: readonly [number, number | 'auto']
  format: (value: number) => string
  /** Short form for the axis. */
  formatAxis?: (value: number) => string
  bandLabel?: string
  /** A point's time in its tooltip; day and time by default. */
  formatTime?: (at: number) => string
  /** Where the time axis has its labels, in ms; evenly by default. */
  ticks?: readonly number[]
  /** What the tooltip says where a series has no value; `too few visits` by default. */
  missing?: string
  /** A click on a point. */
  onPick?: (at: number) => void
}

type Row = Record<string, number | null | readonly [number, number]> & { at: number }

function toRow(point: Point): Row {
  const row: Row = { at: point.at }
  for (const [key, value] of Object.entries(point.values)) row[key] = value
  row.band = point.band ?? null
  return row
}

interface TipProps {
  active?: boolean | undefined
  label?: unknown
  row: Row | undefined
  chart: TimeChartProps
}

function Tip({ active, row, chart }: TipProps) {
  if (!active || !row) return null
  const band = row.band
  return (
    <div className={styles.tip}>
      <div className={styles.tipTitle}>{(chart.formatTime ?? dayAndTime)(row.at)}</div>
      {chart.series.map(series => {
        const value = row[series.key]
        return (
          <div key={series.key} className={styles.tipRow}>
            <span className={styles.key} style={{ background: colors[series.tone] }} />
            {series.label}
            <b>{typeof value === 'number' ? chart.format(value) : (chart.missing ?? 'too few visits')}</b>
          </div>
        )
      })}
      {typeof row.visits === 'number' && (
        <div className={styles.tipRow}>
          <span className={styles.key} />
          Visits<b>{row.visits}</b>
        </div>
      )}
      {chart.bandLabel && Array.isArray(band) && (
        <div className={styles.tipRow}>
          <span className={styles.key} style={{ background: 'var(--qd-band)' }} />
          {chart.bandLabel}
          <b>
            {chart.format(band[0])} – {chart.format(band[1])}
          </b>
        </div>
      )}
    </div>
  )
}

function draw(series: Series) {
  const color = colors[series.tone]
  const shared = { dataKey: series.key, isAnimationActive: false, name: series.label } as const
  if (series.kind === 'bar') {
    return <Bar key={series.key} {...shared} stackId="bars" fill={color} fillOpacity={0.85} maxBarSize={14} />
  }
  if (series.kind === 'area') {
    return (
      <Area
        key={series.key}
        {...shared}
        type="linear"
        stroke={color}
        strokeWidth={1.5}
        fill="var(--qd-band)"
        dot={false}
      />
    )
  }
  return (
    <Line
      key={series.key}
      {...shared}
      type="linear"
      stroke={color}
      strokeWidth={1.75}
      {...(series.dashed && { strokeDasharray: '3 4' })}
      dot={false}
      activeDot={{ r: 3 }}
      connectNulls
    />
  )
}

interface MarkerLabelProps {
  viewBox?: { x?: number; y?: number }
  marker: Marker
  /** Towards which side there is room. */
  anchor: 'start' | 'end'
}

/** A marker's words, above the drawing where no line runs through them. */
function MarkerLabel({ viewBox, marker, anchor }: MarkerLabelProps) {
  return (
    <text
      x={viewBox?.x ?? 0}
      y={(viewBox?.y ?? 0) - 8}
      textAnchor={anchor}
      fill={colors[marker.tone]}
      fontSize={11}
      fontWeight={500}
    >
      {marker.label}
    </text>
  )
}

/** Values over time. Loaded on demand (`ChartCard` does it): the drawing library is the heaviest thing we have. */
export function TimeChart(props: TimeChartProps) {
  const { points, series, markers = [], height = 208, level, domain = [0, 'auto'], format, formatAxis = format } = props
  const rows = points.map(toRow)
  const first = Math.min(props.span?.[0] ?? Number.POSITIVE_INFINITY, rows[0]?.at ?? Number.POSITIVE_INFINITY)
  const last = Math.max(props.span?.[1] ?? 0, rows.at(-1)?.at ?? 0)
  const tick = { fill: 'var(--qd-faint)', fontSize: 11 }
  return (
    <div className={styles.frame} style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <ComposedChart
          data={rows}
          // The last label is as wide on either side of its place.
          margin={{ top: markers.length > 0 ? 24 : 16, right: props.ticks ? 20 : 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          {...(props.onPick && {
            style: { cursor: 'pointer' },
            // The library types the label as text or number; ours are times.
            onClick: ({ activeLabel }) => activeLabel !== undefined && props.onPick?.(Number(activeLabel)),
          })}
        >
          <CartesianGrid vertical={false} stroke="var(--qd-line-soft)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            height={24}
            domain={[first, last]}
            tickFormatter={at => axisLabel(at, props.ticks ? Number.POSITIVE_INFINITY : last - first)}
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: 'var(--qd-line)' }}
            minTickGap={props.ticks ? 24 : 64}
            {...(props.ticks && { ticks: props.ticks })}
            padding={series.some(each => each.kind === 'bar') ? { left: 8, right: 8 } : {}}
          />
          <YAxis
            domain={[...domain]}
            width={40}
            tick={tick}
            tickLine={false}
            axisLine={false}
            tickFormatter={formatAxis}
            tickCount={5}
            allowDecimals={false}
          />
          {props.bandLabel && (
            <Area
              dataKey="band"
              type="linear"
              stroke="none"
              fill="var(--qd-band)"
              isAnimationActive={false}
              dot={false}
              activeDot={false}
              connectNulls
            />
          )}
          {series.map(draw)}
          {level !== null && level !== undefined && (
            <ReferenceLine y={level} stroke="var(--qd-faint)" strokeDasharray="3 3" />
          )}
          {markers.map(marker => (
            <ReferenceLine
              key={marker.label}
              x={marker.at}
              stroke={colors[marker.tone]}
              label={<MarkerLabel marker={marker} anchor={marker.at > (first + last) / 2 ? 'end' : 'start'} />}
            />
          ))}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--qd-line)', fill: 'var(--qd-hover)' }}
            content={({ active, label }) => (
              <Tip active={active} row={rows.find(row => row.at === label)} chart={props} />
            )}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}
