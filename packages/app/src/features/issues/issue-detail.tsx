import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid, Timeline } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import type { Breakdown } from '../funnels/funnel-search.ts'
import { Assignee } from './assignee.tsx'
import { DiagnosisCard } from './diagnosis-card.tsx'
import { EvidenceCard } from './evidence-card.tsx'
import { ExampleVisits } from './example-visits.tsx'
import { FixCard } from './fix-card.tsx'
import { Handover } from './handover.tsx'
import { historyEntry } from './history-entry.tsx'
import type { Issue } from './issue.ts'
import { IssueChart } from './issue-chart.tsx'
import styles from './issue-detail.module.css'
import { Figures, InWords } from './issue-figures.tsx'
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
      {issue => (
        <article className={styles.detail} aria-labelledby="issue-title">
          <div className={styles.main}>
            <Heading issue={issue} />
            <Figures issue={issue} />
            <FixCard issue={issue} />
            <IssueChart issue={issue} span={span} />
            <DiagnosisCard issue={issue} />
            {issue.funnelId && issue.kind !== 'silence' && <EvidenceCard issue={issue} />}
            {issue.funnelId && <SegmentsCard issue={issue} by={by} />}
            {issue.funnelId && issue.kind !== 'silence' && <ExampleVisits issue={issue} />}
            <InWords issue={issue} />
          </div>
          <aside className={styles.side} aria-label="Status and history">
            <Actions issue={issue} onDecide={() => setDeciding(true)} />
            <Handover issue={issue} />
            <Facts issue={issue} />
            <History id={issue.id} />
          </aside>
          <StatusDialog issue={issue} opened={deciding} onClose={() => setDeciding(false)} />
        </article>
      )}
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

function Actions({ issue, onDecide }: { issue: Issue; onDecide: () => void }) {
  const [next] = onwardsFirst(issue.status, issue.nextStatuses)
  const mayWrite = useMay('write')
  const evidence = evidenceOf(issue)
  return (
    <div className={styles.actions}>
      {next && mayWrite && (
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
