import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { count, duration, percent, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import { csvFile } from '../../ui/csv.ts'
import { download, fileName } from '../../ui/download.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { PeriodPicker } from '../../ui/period-picker.tsx'
import { resolvePeriod } from '../../url/period.ts'
import styles from './funnel-page.module.css'
import { breakdownNames, breakdowns, type FunnelSearch, readFunnelSearch } from './funnel-search.ts'
import { widestLoss } from './funnel-steps.ts'

type Report = Outputs['funnels']['report']
type Step = Report['steps'][number]

export interface FunnelReportProps {
  id: string
  name: string
  search: FunnelSearch
  tab: ReactNode
}

/** How many visits went how far, in one period. */
export function FunnelReport({ id, name, search, tab }: FunnelReportProps) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/funnels/$funnelId' })
  const period = resolvePeriod(search.p ?? '24h', useNow(60_000))
  const report = useLiveQuery(
    trpc.funnels.report.queryOptions({ id, ...period, ...(search.by && { breakdown: search.by }) }),
    { pace: 1_000 },
  )
  const set = (key: string, value: string | undefined) =>
    void navigate({ search: before => readFunnelSearch({ ...before, [key]: value }) })
  return (
    <>
      <div className={styles.tools}>
        {tab}
        <PeriodPicker value={search.p ?? '24h'} onChange={value => set('p', value)} />
        <FilterBar
          values={search}
          onChange={set}
          filters={[
            {
              key: 'by',
              label: 'Break down by',
              kind: 'choice',
              options: breakdownNames.map(value => ({ value, label: breakdowns[value] })),
            },
          ]}
        />
        <span className="grow" />
        {report.data && <Button onClick={() => saveCsv(name, report.data)}>Save as CSV</Button>}
      </div>
      <Async
        query={report}
        skeleton={
          <Card>
            <Rows count={8} height={24} />
          </Card>
        }
        isEmpty={data => data.steps[0]?.visits === 0}
        empty={
          <Card>
            <Empty title="No visit did the first step in this period">
              Choose a longer period, or look at Events to see whether the first step's events arrive.
            </Empty>
          </Card>
        }
      >
        {data => (
          <div className={styles.stack}>
            <Summary steps={data.steps} />
            <Card title="Steps" flush>
              <Bars steps={data.steps} />
            </Card>
            {search.by && data.breakdown && (
              <BreakdownTable label={breakdowns[search.by]} breakdown={data.breakdown} all={data.steps} />
            )}
          </div>
        )}
      </Async>
    </>
  )
}

function saveCsv(name: string, report: Report) {
  const rows = [{ value: 'all', steps: report.steps }, ...(report.breakdown ?? [])].flatMap(group =>
    group.steps.map(step => [
      group.value,
      step.name,
      step.visits,
      step.conversionFromFirst,
      step.conversionFromPrevious,
      step.dropOff,
      step.medianSeconds,
    ]),
  )
  const header = ['group', 'step', 'visits', 'percent of first', 'percent of step before', 'lost', 'median seconds']
  download(fileName(name, 'csv'), csvFile(header, rows))
}

function Summary({ steps }: { steps: readonly Step[] }) {
  const [first, last] = [steps[0], steps.at(-1)]
  const loss = widestLoss(steps)
  if (!first || !last) return null
  const median = steps.reduce<number | null>(
    (sum, step) => (step.medianSeconds === null ? sum : (sum ?? 0) + step.medianSeconds),
    null,
  )
  return (
    <KpiStrip>
      <Kpi label="Conversion" value={percent(last.conversionFromFirst)} note={`${first.name} to ${last.name}`} />
      <Kpi label="Visits that began" value={count(first.visits)} note={first.name} />
      <Kpi label="Visits that finished" value={count(last.visits)} note={last.name} />
      <Kpi
        label="Largest loss"
        value={loss ? percent(loss.lostPercent) : '–'}
        note={loss ? `before ${loss.name}` : 'no step loses visits'}
        definition="The step that the largest share of the visits at the step before never reached."
      />
      <Kpi label="Median time, all steps" value={duration(median)} note="sum of the steps' medians" />
    </KpiStrip>
  )
}

function Bars({ steps }: { steps: readonly Step[] }) {
  const most = steps[0]?.visits ?? 0
  return (
    <ol className={styles.steps}>
      {steps.map((step, index) => {
        const next = steps[index + 1]
        return (
          <li key={step.name}>
            <div className={styles.step}>
              <span className={styles.number} aria-hidden>
                {index + 1}
              </span>
              <span className={styles.stepName}>{step.name}</span>
              <div className={styles.track} aria-hidden>
                <div className={styles.bar} style={{ width: `${most > 0 ? (step.visits / most) * 100 : 0}%` }} />
              </div>
              <span className={styles.visits}>{plural(step.visits, 'visit')}</span>
              <span className={styles.rate}>{percent(step.conversionFromFirst)}</span>
            </div>
            <div className={styles.between}>
              {next ? (
                <>
                  <span>{percent(next.conversionFromPrevious)} go on</span>
                  {next.dropOff > 0 && <span className={styles.lost}>{plural(next.dropOff, 'visit')} lost</span>}
                  {next.medianSeconds !== null && <span>median {duration(next.medianSeconds)} to the next step</span>}
                </>
              ) : (
                <span>The end of the funnel</span>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}

interface BreakdownProps {
  label: string
  breakdown: NonNullable<Report['breakdown']>
  all: readonly Step[]
}

function BreakdownTable({ label, breakdown, all }: BreakdownProps) {
  const rows = [{ value: 'All visits', steps: [...all] }, ...breakdown]
  return (
    <Card title={`By ${label.toLowerCase()}`} flush>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{label}</th>
              {all.map(step => (
                <th key={step.name} scope="col">
                  {step.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.value}>
                <th scope="row">{row.value || 'Unknown'}</th>
                {row.steps.map((step, index) => (
                  <td key={step.name}>
                    {index === 0 ? count(step.visits) : percent(step.conversionFromFirst)}
                    <span className={styles.sub}>{index === 0 ? 'visits' : plural(step.visits, 'visit')}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
