import { Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Time } from '../../ui/time.tsx'
import { Panel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import styles from './activity.module.css'
import { readSyncSearch, type SyncSearch } from './activity-search.ts'
import { type Batch, batchState, jobStates, type SyncJob, stages, triggers, waitUntil } from './sync-words.ts'

const batchColumns: readonly Column<Batch>[] = [
  {
    key: 'begun',
    title: 'Begun',
    fixed: true,
    width: 128,
    render: batch => (
      <Link
        to="/sync"
        search={before => ({ ...readSyncSearch(before), batch: batch.id })}
        className={styles.name}
        onClick={event => event.stopPropagation()}
      >
        <Time at={batch.createdAt} show="date" />
      </Link>
    ),
  },
  { key: 'account', title: 'Account', render: ({ accountLogin }) => accountLogin },
  {
    key: 'status',
    title: 'State',
    width: 104,
    render: batch => {
      const { name, tone } = batchState(batch)
      return <Chip tone={tone}>{name}</Chip>
    },
  },
  {
    key: 'trigger',
    title: 'Why',
    render: ({ trigger, requestedBy }) =>
      requestedBy?.name ? `${triggers[trigger]}, ${requestedBy.name}` : triggers[trigger],
  },
  {
    key: 'repositories',
    title: 'Repositories',
    align: 'right',
    render: ({ completedRepos, failedRepos, totalRepos }) =>
      `${count(completedRepos)} of ${count(totalRepos)}${failedRepos > 0 ? `, ${count(failedRepos)} failed` : ''}`,
  },
  { key: 'facts', title: 'Facts', align: 'right', width: 88, render: ({ facts }) => count(facts) },
  {
    key: 'done',
    title: 'Done',
    align: 'right',
    width: 128,
    render: ({ completedAt }) =>
      completedAt ? <Time at={completedAt} show="date" className="dim" /> : <span className="faint">–</span>,
  },
]

interface BatchesCardProps {
  search: SyncSearch
  onChange: (search: SyncSearch) => void
}

/** Every round of fetching history, and the repositories of the chosen one. */
export function BatchesCard({ search, onChange }: BatchesCardProps) {
  const { trpc } = useApi()
  const input = compact({ installationId: search.installation })
  const list = useLiveRows(trpc.sync.batches.infiniteQueryOptions({ ...input, limit: 20 }, byCursor))
  const chosen = list.rows?.find(({ id }) => id === search.batch)
  return (
    <>
      {search.batch && (
        <Card flush>
          <Panel
            title={chosen ? `Sync of ${chosen.accountLogin}` : 'Sync'}
            note={chosen && <Time at={chosen.createdAt} show="date" />}
            onClose={() => onChange({ ...compact({ installation: search.installation }) })}
            flush
          >
            {chosen?.error && (
              <p className={`${chosen.status === 'failed' ? styles.error : styles.wait} ${styles.inset}`}>
                {chosen.error}
              </p>
            )}
            <Jobs batchId={search.batch} />
          </Panel>
        </Card>
      )}
      <Card title="Syncs" flush>
        <DataTable
          name="sync-batches"
          label="Syncs, newest first"
          columns={batchColumns}
          rowKey={({ id }) => id}
          {...list}
          onRowClick={({ id }) => onChange({ ...search, batch: id })}
          isChosen={({ id }) => id === search.batch}
          empty={
            <Empty title="Nothing was fetched yet" compact>
              Webhooks tell what happens from now on. A sync fetches what happened before.
            </Empty>
          }
        />
      </Card>
    </>
  )
}

/** How far a repository has come, in words: its stage, or why it stands still. */
function Stage({ job }: { job: SyncJob }) {
  const now = useNow()
  if (job.status === 'blocked' && job.blockedUntil) return `goes on ${waitUntil(job.blockedUntil, now)}`
  if (job.error) {
    const again = job.status === 'pending' && job.blockedUntil ? `; again ${waitUntil(job.blockedUntil, now)}` : ''
    return (
      <span className={styles.wrap}>
        {job.error}
        {again}
      </span>
    )
  }
  if (job.status === 'running' && job.stage) return stages[job.stage]
  return <span className="faint">–</span>
}

const jobColumns: readonly Column<SyncJob>[] = [
  {
    key: 'repository',
    title: 'Repository',
    fixed: true,
    render: ({ repository }) => (
      <Link to="/repositories/$repositoryId" params={{ repositoryId: repository.id }} className={styles.name}>
        {repository.fullName}
      </Link>
    ),
  },
  {
    key: 'status',
    title: 'State',
    width: 104,
    render: ({ status }) => <Chip tone={jobStates[status].tone}>{jobStates[status].name}</Chip>,
  },
  {
    key: 'progress',
    title: 'Progress',
    width: 144,
    render: ({ progress, repository }) => (
      <Progress value={100 * progress} aria-label={`${repository.fullName}: fetched`} />
    ),
  },
  { key: 'stage', title: 'Now', render: job => <Stage job={job} /> },
  { key: 'pages', title: 'Pages', align: 'right', width: 80, render: ({ pages }) => count(pages) },
  { key: 'facts', title: 'Facts', align: 'right', width: 80, render: ({ facts }) => count(facts) },
]

function Jobs({ batchId }: { batchId: string }) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.sync.jobs.infiniteQueryOptions({ batchId, limit: 50 }, byCursor))
  return (
    <DataTable
      name="sync-jobs"
      label="Repositories of the sync"
      columns={jobColumns}
      rowKey={({ id }) => id}
      {...list}
      empty={<Empty title="No repositories" compact />}
    />
  )
}
