import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { csvFile } from '../../ui/csv.ts'
import { download, fileName } from '../../ui/download.ts'
import { tellFailure } from '../../ui/toast.ts'
import { exact } from './chart-points.ts'
import styles from './companion.module.css'
import { type Call, callId, nameOf, type Table } from './companion.ts'

export interface CallViewProps {
  call: Call
  threadId: string
  opened: boolean
  onToggle: (opened: boolean) => void
}

/** What a tool was asked and what it gave: closed it is a line, open the query with its rows. */
export function CallView({ call, threadId, opened, onToggle }: CallViewProps) {
  const { number, tool, result, error, milliseconds } = call
  return (
    <details
      id={callId(number)}
      className={styles.call}
      open={opened}
      onToggle={({ currentTarget }) => onToggle(currentTarget.open)}
    >
      <summary className={styles.summary}>
        <IconChevronRight size={14} aria-hidden className={styles.chevron} />
        <span className={styles.ref}>q{number}</span>
        <span className={styles.tool}>{nameOf(tool)}</span>
        <span className={styles.about} data-refused={error !== null}>
          {error === null ? (
            result?.about
          ) : (
            <>
              <IconAlertTriangle size={14} aria-hidden /> Refused
            </>
          )}
        </span>
        <span className="dim">{milliseconds} ms</span>
      </summary>
      <div className={styles.inside}>
        <Asked call={call} />
        {error !== null && <p className={styles.error}>{error}</p>}
        {result?.tables.map(table => (
          <Rows key={table.name} table={table} number={number} threadId={threadId} />
        ))}
      </div>
    </details>
  )
}

/** The query as it was run: SQL as SQL, else the arguments. */
function Asked({ call: { args } }: { call: Call }) {
  const query = typeof args === 'object' && args !== null && 'query' in args ? args.query : undefined
  return <pre className={styles.query}>{typeof query === 'string' ? query : JSON.stringify(args, null, 2)}</pre>
}

/** Rows of a table that are drawn. */
const drawn = 20

const cellText = (value: Table['rows'][number][number]) =>
  value === null ? '–' : typeof value === 'number' ? exact(value) : String(value)

function Rows({ table, number, threadId }: { table: Table; number: number; threadId: string }) {
  const { client } = useApi()
  const [saving, setSaving] = useState(false)
  const { name, columns, rows, cut } = table
  const hidden = rows.length > drawn || cut
  const save = async () => {
    setSaving(true)
    try {
      const { result } = await client.companion.result.query({ threadId, number })
      const whole = result?.tables.find(each => each.name === name) ?? table
      const cells = whole.rows.map(row => row.map(value => (typeof value === 'boolean' ? String(value) : value)))
      download(fileName(`q${number} ${name}`, 'csv'), csvFile(whole.columns, cells))
    } catch (reason) {
      tellFailure(reason)
    } finally {
      setSaving(false)
    }
  }
  if (rows.length === 0) return <p className="dim">No rows.</p>
  return (
    <section className={styles.table} aria-label={`q${number}, ${name}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} aria-label={`Rows of q${number}, ${name}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {columns.map((column, place) => (
                <th key={column} scope="col" data-number={rows.some(row => typeof row[place] === 'number')}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, drawn).map((row, index) => (
              <tr key={index}>
                {row.map((value, place) => (
                  <td key={columns[place]} data-number={typeof value === 'number'}>
                    {cellText(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.foot}>
        <span className="dim">
          {name} · {hidden ? `the first ${plural(Math.min(drawn, rows.length), 'row')}` : plural(rows.length, 'row')}
        </span>
        <span className="grow" />
        <Button size="compact-xs" loading={saving} onClick={() => void save()}>
          Save as CSV
        </Button>
      </div>
    </section>
  )
}
