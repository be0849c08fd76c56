import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { Card } from './card.tsx'
import styles from './chart-frame.module.css'
import { type CsvCell, csvFile } from './csv.ts'
import { download, fileName, type LegendEntry, svgToPng } from './download.ts'
import { tell } from './toast.ts'

/** What a chart shows, in figures. */
export interface ChartTable {
  /** Titles of the columns; the first names the row. */
  head: readonly string[]
  rows: ReadonlyArray<{ key: string; cells: readonly ReactNode[] }>
}

export interface ChartFrameProps {
  title: string
  /** What is drawn, beside the title and in the image. */
  legend?: readonly LegendEntry[]
  /** Behind the legend: counts. */
  aside?: ReactNode
  actions?: ReactNode
  /** What the drawing shows, in a sentence or two, for those who do not see it. */
  summary: string
  table: ChartTable
  /** The same in plain numbers, in the order in which it happened. */
  csv: { head: readonly string[]; rows: ReadonlyArray<readonly CsvCell[]> }
  /** The drawing brings its own margins. */
  flush?: boolean
  /** Holds one drawing as SVG. */
  children: ReactNode
}

/** The card around a chart: its figures as a table, and both to take away. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, legend = [], aside, actions, summary, table, csv, flush = false, children } = props
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const figure = useRef<HTMLElement>(null)
  const saveCsv = () => download(fileName(title, 'csv'), csvFile(csv.head, csv.rows))
  const savePng = async () => {
    const svg = figure.current?.querySelector<SVGSVGElement>('svg')
    if (!svg) return tell('Switch to the chart first, then save the image.')
    download(fileName(title, 'png'), await svgToPng(svg, { title, legend }))
  }
  return (
    <Card
      title={title}
      aside={(legend.length > 0 || aside) && <Legend entries={legend} aside={aside} />}
      actions={
        <>
          {actions}
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label={`More for ${title}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => setView(view === 'chart' ? 'table' : 'chart')}>
                {view === 'chart' ? 'Show as table' : 'Show as chart'}
              </Menu.Item>
              <Menu.Item onClick={saveCsv}>Save as CSV</Menu.Item>
              <Menu.Item onClick={() => void savePng()}>Save as PNG</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
      flush
    >
      {view === 'table' ? (
        <Figures title={title} table={table} />
      ) : (
        <figure ref={figure} className={flush ? undefined : styles.chart}>
          <figcaption className="sr-only">{summary}</figcaption>
          {children}
        </figure>
      )}
    </Card>
  )
}

function Figures({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={styles.table} aria-label={`${title}, as a table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.head.map(name => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Legend({ entries, aside }: { entries: readonly LegendEntry[]; aside: ReactNode }) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ label, color }) => (
        <li key={label}>
          <span className={styles.swatch} style={{ background: color }} />
          {label}
        </li>
      ))}
      {aside && <li>{aside}</li>}
    </ul>
  )
}
