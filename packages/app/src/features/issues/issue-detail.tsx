import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { percent, plural, points } from '../../format/number.ts'
import { chanceInWords, pValue, zScore } from '../../format/statistics.ts'
import { range } from '../../format/time.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid, Timeline } from '../../ui/detail.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { Time } from '../../ui/time.tsx'
import type { Breakdown } from '../funnels/funnel-search.ts'
import { Assignee } from './assignee.tsx'
import { DiagnosisCard } from './diagnosis-card.tsx'
import { EvidenceCard } from './evidence-card.tsx'
import { ExampleVisits } from './example-visits.tsx'
import { FixCard } from './fix-card.tsx'
import { historyEntry } from './history-entry.tsx'
import type { Issue } from './issue.ts'
import { IssueChart } from './issue-chart.tsx'
import styles from './issue-detail.module.css'
import { evidenceOf, onwardsFirst, statusActions } from './issue-rules.ts'
import { statuses } from './issue-search.ts'
import { SeverityChip, StatusChip } from './marks.tsx'
import { SegmentsCard } from './segments-card.tsx'
import { StatusDialog } from './status-dialog.tsx'

export interface IssueDetailProps {
  id: string
  span: '24h' | '7d'
  by: Breakdown
  /** Whether the status dialog is open; the page's key `s` opens it. */
  deciding: boolean
  setDeciding: (open: boolean) => void
}

/** One issue with its evidence, its history and what can be done. */
export function IssueDetail({ id, span, by, deciding, setDeciding }: IssueDetailProps) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.issues.get.queryOptions({ id }), { keepPrevious: false })
  return (
    <Async query={query} skeleton={<Rows count={8} height={20} gap={20} />}>
      {issue => {
        const evidence = evidenceOf(issue)
        return (
          <article className={styles.detail} aria-labelledby="issue-title">
            <div className={styles.main}>
              <Heading issue={issue} />
              {evidence && <Figures issue={issue} evidence={evidence} />}
              <FixCard issue={issue} />
              <IssueChart issue={issue} span={span} />
              <DiagnosisCard issue={issue} />
              {issue.funnelId && <EvidenceCard issue={issue} />}
              {evidence && issue.funnelId && (
                <SegmentsCard
                  issue={issue}
                  funnelId={issue.funnelId}
                  current={evidence.currentWindow}
                  baseline={evidence.baselineWindow}
                  by={by}
                />
              )}
              {issue.funnelId && <ExampleVisits issue={issue} />}
              {evidence && (
                <Card title="What happened">
                  <InWords issue={issue} evidence={evidence} />
                </Card>
              )}
            </div>
            <aside className={styles.side} aria-label="Status and history">
              <Actions issue={issue} onDecide={() => setDeciding(true)} />
              <Facts issue={issue} />
              <History id={issue.id} />
            </aside>
            <StatusDialog issue={issue} opened={deciding} onClose={() => setDeciding(false)} />
          </article>
        )
      }}
    </Async>
  )
}

function Heading({ issue }: { issue: Issue }) {
  return (
    <header>
      <div className={styles.over}>
        <SeverityChip severity={issue.severity} />
        <StatusChip status={issue.status} />
        <span>
          #{issue.number} ·{' '}
          {issue.funnelId && (
            <Link to="/funnels/$funnelId" params={{ funnelId: issue.funnelId }} className="link">
              {issue.funnelName}
            </Link>
          )}
          {!issue.funnelId && (issue.funnelName ?? 'Removed funnel')} · {issue.step}, step {issue.stepIndex + 1} of{' '}
          {issue.steps}
        </span>
      </div>
      <h2 id="issue-title" className={styles.title}>
        {issue.title}
      </h2>
    </header>
  )
}

type Evidence = NonNullable<
  ReturnType<typeof evidenceOf<NonNullable<Issue['current']>, NonNullable<Issue['currentWindow']>>>
>

function Figures({ issue, evidence }: { issue: Issue; evidence: Evidence }) {
  const { current, baseline, currentWindow, baselineWindow, dropPoints, z, p } = evidence
  return (
    <KpiStrip small>
      <Kpi
        label="Now"
        value={percent(current.rate)}
        note={plural(current.visits, 'visit')}
        definition={`Of the visits at ${issue.step}, the share that reached ${issue.lastStep}, ${range(currentWindow.from, currentWindow.to)}.`}
      />
      <Kpi
        label="Usual"
        value={percent(baseline.rate)}
        note={plural(baseline.visits, 'visit')}
        definition={`The same share, ${range(baselineWindow.from, baselineWindow.to)}. The current window is left out.`}
      />
      <Kpi label="Change" value={points(-dropPoints, false)} note="points" tone={dropPoints > 0 ? 'red' : 'green'} />
      <Kpi
        label="By chance"
        value={pValue(p)}
        note={zScore(z)}
        definition={`${chanceInWords(p)}. Pooled two-proportion test: the difference is ${z.toFixed(1)} standard errors.`}
      />
    </KpiStrip>
  )
}

function InWords({ issue, evidence }: { issue: Issue; evidence: Evidence }) {
  const { current, baseline, currentWindow, p } = evidence
  const missing = baseline.rate === null ? 0 : Math.round((current.visits * baseline.rate) / 100) - current.completed
  return (
    <p className={styles.words}>
      Of <strong>{plural(current.visits, 'visit')}</strong> at {issue.step} (
      {range(currentWindow.from, currentWindow.to)}
      ), <strong>{current.completed}</strong> reached {issue.lastStep}. At the usual rate of {percent(baseline.rate)} it
      would have been {current.completed + Math.max(0, missing)}
      {missing > 0 && (
        <>
          , so about <strong>{plural(missing, 'visit')}</strong> were lost here
        </>
      )}
      . How often chance alone does this: {chanceInWords(p).toLowerCase()}.
    </p>
  )
}

function Actions({ issue, onDecide }: { issue: Issue; onDecide: () => void }) {
  const [next] = onwardsFirst(issue.status, issue.nextStatuses)
  const evidence = evidenceOf(issue)
  return (
    <div className={styles.actions}>
      {next && (
        <Button variant="filled" onClick={onDecide} rightSection={<kbd className="key">S</kbd>} justify="center">
          {statusActions[next]}
        </Button>
      )}
      {issue.funnelId && evidence && (
        <Button
          justify="center"
          renderRoot={props => (
            <Link
              to="/funnels/$funnelId"
              params={{ funnelId: issue.funnelId ?? '' }}
              search={{
                tab: 'compare',
                p: `${evidence.currentWindow.from}..${evidence.currentWindow.to}`,
                base: `${evidence.baselineWindow.from}..${evidence.baselineWindow.to}`,
              }}
              {...props}
            />
          )}
        >
          Compare in the funnel
        </Button>
      )}
    </div>
  )
}

function Facts({ issue }: { issue: Issue }) {
  return (
    <FactGrid
      columns="two"
      facts={[
        { label: 'Status', value: statuses[issue.status] },
        { label: 'Assignee', value: <Assignee issue={issue} /> },
        { label: 'Detected', value: <Time at={issue.detectedAt} show="date" /> },
        { label: 'Last seen', value: <Time at={issue.lastSeenAt} /> },
        { label: 'Found', value: plural(issue.occurrences, 'time') },
        ...(issue.recoveredAt ? [{ label: 'Recovered', value: <Time at={issue.recoveredAt} show="date" /> }] : []),
        ...(issue.kind === 'manual' ? [{ label: 'Source', value: 'Opened by hand' }] : []),
      ]}
    />
  )
}

function History({ id }: { id: string }) {
  const { trpc } = useApi()
  const history = useLiveQuery(trpc.issues.history.queryOptions({ id }), { keepPrevious: false })
  return (
    <Card title="Timeline" flush>
      <Async query={history} skeleton={<Rows count={3} />} compact>
        {({ items }) => (
          <div style={{ padding: '6px 0' }}>
            <Timeline entries={items.map(historyEntry)} />
          </div>
        )}
      </Async>
    </Card>
  )
}
