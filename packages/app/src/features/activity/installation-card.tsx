import { Button, Progress } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { count, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Time } from '../../ui/time.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './activity.module.css'
import {
  type Installation,
  installationStates,
  refusalOf,
  type SyncStatus,
  syncStates,
  waitUntil,
} from './sync-words.ts'

/** One account: how far its history was fetched, what runs now, and the way to run it. */
export function InstallationCard({ installation }: { installation: Installation }) {
  const { trpc } = useApi()
  const query = useLiveQuery(trpc.sync.status.queryOptions({ installationId: installation.id }))
  const { name, tone } = installationStates[installation.status]
  return (
    <Card
      title={installation.accountLogin}
      aside={
        <>
          {installation.status !== 'active' && <Chip tone={tone}>{name}</Chip>}
          {query.data && installation.status === 'active' && <StateChip status={query.data} />}
          {installation.sample && <Chip>Sample</Chip>}
        </>
      }
      actions={
        query.data && <SyncButton installation={installation} status={query.data} saidAt={query.dataUpdatedAt} />
      }
    >
      <Async query={query} skeleton={<Rows count={3} />} compact>
        {status => (
          <div className={styles.stack}>
            <Running status={status} />
            <Trouble status={status} />
            <Facts installation={installation} status={status} />
          </div>
        )}
      </Async>
    </Card>
  )
}

function StateChip({ status: { state, lastSyncedAt } }: { status: SyncStatus }) {
  if (state === 'idle' && lastSyncedAt === null) return <Chip>Never synced</Chip>
  const { name, tone } = syncStates[state]
  return <Chip tone={tone}>{name}</Chip>
}

interface SyncButtonProps {
  installation: Installation
  status: SyncStatus
  /** When the status was read, in ms. */
  saidAt: number
}

function SyncButton({ installation, status, saidAt }: SyncButtonProps) {
  const { trpc } = useApi()
  const mayWrite = useMay('write')
  const now = useNow()
  const start = useMutation(
    trpc.installations.sync.mutationOptions({
      onSuccess: () => tell(`The sync of ${installation.accountLogin} has begun.`),
      onError: tellFailure,
    }),
  )
  const cancel = useMutation(
    trpc.sync.cancel.mutationOptions({
      onSuccess: () => tell('The sync was stopped. What it fetched stays.'),
      onError: tellFailure,
    }),
  )
  if (!mayWrite || installation.status !== 'active') return null
  const { batchProgress } = status
  if (batchProgress) {
    return (
      <Button onClick={() => cancel.mutate({ id: batchProgress.batchId })} loading={cancel.isPending}>
        Stop
      </Button>
    )
  }
  const refusal = refusalOf(status, saidAt, now)
  return (
    <>
      {refusal !== null && <span className="dim">{refusal}</span>}
      <Button
        variant="filled"
        disabled={refusal !== null}
        onClick={() => start.mutate({ id: installation.id })}
        loading={start.isPending}
      >
        Sync now
      </Button>
    </>
  )
}

/** What runs now, as far as it has come. */
function Running({ status: { batchProgress: batch, blockedUntil } }: { status: SyncStatus }) {
  if (!batch) return null
  const done = batch.completedRepos + batch.failedRepos
  return (
    <div className={styles.progress}>
      <Progress value={100 * batch.progress} aria-label="How much is fetched" animated={blockedUntil === null} />
      <div>
        <span>
          {batch.totalRepos === 0
            ? 'Asking which repositories there are'
            : `${count(done)} of ${plural(batch.totalRepos, 'repository', 'repositories')}`}
        </span>
        <span>{plural(batch.facts, 'fact')}</span>
        {batch.failedRepos > 0 && <span>{count(batch.failedRepos)} failed</span>}
        {batch.currentRepo && <span>now {batch.currentRepo}</span>}
        <span>
          begun at <Time at={batch.startedAt} show="clock" />
        </span>
      </div>
    </div>
  )
}

function Trouble({ status: { state, blockedUntil, blockedBy, lastSyncError } }: { status: SyncStatus }) {
  const now = useNow()
  return (
    <>
      {blockedUntil && (
        <p className={styles.wait}>
          {blockedBy}. It goes on by itself {waitUntil(blockedUntil, now)}, at <Time at={blockedUntil} show="clock" />,
          where it stopped.
        </p>
      )}
      {lastSyncError && state !== 'syncing' && (
        <p className={styles.error} role="alert">
          {lastSyncError}
        </p>
      )}
    </>
  )
}

function Facts({ installation, status: { lastSyncedAt, rate } }: { installation: Installation; status: SyncStatus }) {
  const { repositories, trackedRepositories, repositorySelection, accountType } = installation
  return (
    <FactGrid
      columns="two"
      facts={[
        {
          label: 'Repositories',
          value: (
            <>
              <Link to="/repositories" search={{ installation: installation.id }} className="link">
                {plural(repositories, 'repository', 'repositories')}
              </Link>
              , {count(trackedRepositories)} tracked;{' '}
              {repositorySelection === 'all' ? 'all of the account' : 'chosen ones'}
            </>
          ),
        },
        { label: 'Account', value: accountType },
        {
          label: 'Last complete sync',
          value: lastSyncedAt ? <Time at={lastSyncedAt} show="date" /> : <span className="dim">Never</span>,
        },
        {
          label: 'Requests left',
          value:
            rate.remaining === null ? (
              <span className="dim">Not known yet</span>
            ) : (
              <>
                {count(rate.remaining)}
                {rate.resetAt && (
                  <>
                    , anew at <Time at={rate.resetAt} show="clock" />
                  </>
                )}
              </>
            ),
        },
      ]}
    />
  )
}
