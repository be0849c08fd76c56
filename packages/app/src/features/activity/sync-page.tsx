import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './activity.module.css'
import { readSyncSearch } from './activity-search.ts'
import { ConnectGithub } from './connect-github.tsx'
import { InstallationCard } from './installation-card.tsx'
import { BatchesCard } from './sync-batches.tsx'

const route = getRouteApi('/shell/sync')

/** Which accounts installed the GitHub App, and how far their history was fetched. */
export function SyncPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/sync' })
  const installations = useLiveRows(trpc.installations.list.infiniteQueryOptions({ limit: 50 }, byCursor))
  const { rows } = installations
  const mayLook = useMay('admin')
  return (
    <Page title="Sync" crumb="GitHub" actions={mayLook && <LookForAccounts />}>
      {rows === undefined ? (
        installations.error ? (
          <Failed error={installations.error} onRetry={installations.onRetry} />
        ) : (
          <Rows count={6} height={28} />
        )
      ) : rows.length === 0 ? (
        <Card title="Connect GitHub">
          <ConnectGithub />
        </Card>
      ) : (
        <div className={styles.stack}>
          {rows.map(installation => (
            <InstallationCard key={installation.id} installation={installation} />
          ))}
          <BatchesCard
            search={search}
            onChange={changes => void navigate({ search: readSyncSearch({ ...changes }) })}
          />
        </div>
      )}
    </Page>
  )
}

/** Asks GitHub which accounts installed the app: for those whose delivery never came. */
function LookForAccounts() {
  const { trpc } = useApi()
  const refresh = useMutation(
    trpc.installations.refresh.mutationOptions({
      onError: tellFailure,
      onSuccess: () => tell('GitHub is asked which accounts installed the app; they appear here.'),
    }),
  )
  return (
    <Button loading={refresh.isPending} onClick={() => refresh.mutate({})}>
      Look for accounts
    </Button>
  )
}
