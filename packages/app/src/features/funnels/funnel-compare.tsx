import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { percent, plural, points } from '../../format/number.ts'
import { chanceInWords, pValue, verdict, zScore } from '../../format/statistics.ts'
import { range } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import { PeriodPicker } from '../../ui/period-picker.tsx'
import { periodBefore, resolvePeriod } from '../../url/period.ts'
import { SeverityChip } from '../issues/marks.tsx'
import styles from './funnel-page.module.css'
import { type FunnelSearch, readFunnelSearch } from './funnel-search.ts'

type ComparedStep = Outputs['funnels']['compare']['steps'][number]

/** Two periods side by side: at each step, the share that reaches the last one, and whether the difference is real. */
export function FunnelCompare({ id, search, tab }: { id: string; search: FunnelSearch; tab: ReactNode }) {
  const { trpc } = useApi()
  const navigate = useNavigate({ from: '/funnels/$funnelId' })
  const now = useNow(60_000)
  const current = resolvePeriod(search.p ?? '24h', now)
  const baseline = search.base ? resolvePeriod(search.base, now) : periodBefore(current)
  const comparison = useLiveQuery(trpc.funnels.compare.queryOptions({ id, current, baseline }), { pace: 1_000 })
  const set = (key: string, value: string | undefined) =>
    void navigate({ search: before => readFunnelSearch({ ...before, [key]: value }) })
  return (
    <>
      <div className={styles.tools}>
        {tab}
        <PeriodPicker value={search.p ?? '24h'} onChange={value => set('p', value)} />
        <span className="dim">against</span>
        <PeriodPicker
          value={search.base ?? 'before'}
          onChange={value => set('base', value === 'before' ? undefined : value)}
          extra={{ value: 'before', label: 'The period before' }}
        />
      </div>
      <Card
        title="Reaching the last step"
        aside={
          <span className="dim">
            {range(baseline.from, baseline.to)} → {range(current.from, current.to)}
          </span>
        }
        flush
      >
        <Async query={comparison} skeleton={<Rows count={6} height={24} />}>
          {({ steps }) => <ComparisonTable steps={steps} />}
        </Async>
      </Card>
    </>
  )
}

function ComparisonTable({ steps }: { steps: readonly ComparedStep[] }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Visits at this step</th>
            <th scope="col" className={styles.pairCell}>
              <span className="sr-only">Bars</span>
            </th>
            <th scope="col" className={styles.before}>
              Before
            </th>
            <th scope="col" className={styles.now}>
              Now
            </th>
            <th scope="col">Change</th>
            <th scope="col">By chance alone</th>
            <th scope="col" className={styles.words}>
              Verdict
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.slice(0, -1).map(step => (
            <ComparisonRow key={step.name} step={step} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ComparisonRow({ step }: { step: ComparedStep }) {
  const judged = verdict(step)
  const tone = judged.tone === 'worse' ? styles.worse : judged.tone === 'better' ? styles.better : undefined
  return (
    <tr>
      <th scope="row">{step.name}</th>
      <td aria-hidden className={styles.pairCell}>
        <span className={styles.pair}>
          <span style={{ width: `${step.baseline.rate ?? 0}%` }} />
          <span style={{ width: `${step.current.rate ?? 0}%` }} />
        </span>
      </td>
      <td>
        {percent(step.baseline.rate)}
        <span className={styles.sub}>{plural(step.baseline.visits, 'visit')}</span>
      </td>
      <td>
        {percent(step.current.rate)}
        <span className={styles.sub}>{plural(step.current.visits, 'visit')}</span>
      </td>
      <td className={tone}>{points(step.dropPoints === null ? null : -step.dropPoints)}</td>
      <td title={chanceInWords(step.p)}>
        {pValue(step.p)}
        <span className={styles.sub}>{zScore(step.z)}</span>
      </td>
      <td className={styles.words}>
        {judged.text} {step.severity && <SeverityChip severity={step.severity} />}
      </td>
    </tr>
  )
}
