import { Button } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, type Listing, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf, sought } from '../../ui/filters.ts'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { readAll, TableCard } from '../../ui/table-card.tsx'
import { compact } from '../../url/params.ts'
import styles from './activity.module.css'
import {
  type RepositoriesSearch,
  readRepositoriesSearch,
  repositorySortNames,
  repositorySorts,
} from './activity-search.ts'
import { type Repository, repositoryColumns } from './repository-columns.tsx'
import { RepositoryFigures, useRepositoryKpis } from './repository-figures.tsx'
import { SpanBar } from './span-bar.tsx'

const route = getRouteApi('/shell/repositories')

/** What the team does in all repositories together, and the repositories. */
export function RepositoriesPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/repositories' })
  const set = (next: object) => void navigate({ search: readRepositoriesSearch({ ...next }) })
  const kpis = useRepositoryKpis('all', search)
  const isFiltered = [search.q, search.tracked, search.installation].some(each => each !== undefined)
  const list = useLiveRows(trpc.repositories.list.infiniteQueryOptions({ ...inputOf(search), limit: 50 }, byCursor))
  const isNew = list.rows?.length === 0 && !isFiltered
  return (
    <Page title="Repositories" crumb={kpis.data?.timeZone.replaceAll('_', ' ')}>
      {isNew ? (
        <Card>
          <NoneYet />
        </Card>
      ) : (
        <>
          <div className={styles.tools}>
            <SpanBar span={search.span} onChange={span => set({ ...search, span })} />
          </div>
          <div className={styles.stack}>
            <RepositoryFigures query={kpis} behind={{}} search={search} onHide={hide => set({ ...search, hide })} />
            <RepositoryTable search={search} list={list} onChange={set} />
          </div>
        </>
      )}
    </Page>
  )
}

const inputOf = ({ q, tracked, installation, sort = 'active' }: RepositoriesSearch) =>
  compact({
    search: q,
    tracked: tracked && tracked === 'yes',
    installationId: installation,
    sort,
  })

interface RepositoryTableProps {
  search: RepositoriesSearch
  list: Listing<Repository>
  onChange: (search: object) => void
}

function RepositoryTable({ search, list, onChange }: RepositoryTableProps) {
  const { client, trpc } = useApi()
  const navigate = useNavigate()
  const { data: accounts } = useLiveQuery(trpc.installations.list.queryOptions({ limit: 200 }))
  const input = inputOf(search)
  return (
    <TableCard
      name="repositories"
      title="All repositories"
      aside={
        <FilterBar
          values={{ sort: 'active', ...search }}
          onChange={(key, value) => onChange({ ...search, [key]: value })}
          filters={[
            {
              ...{ key: 'sort', label: 'Order', kind: 'choice', required: true },
              options: optionsOf(repositorySortNames, repositorySorts),
            },
            choice('tracked', 'Tracked', [
              { value: 'yes', label: 'Yes' },
              { value: 'no', label: 'No' },
            ]),
            choice(
              'installation',
              'Account',
              (accounts?.items ?? []).map(({ id, accountLogin }) => ({ value: id, label: accountLogin })),
            ),
            sought('Part of a name or description'),
          ]}
        />
      }
      columns={repositoryColumns}
      rowKey={({ id }) => id}
      {...list}
      onRowClick={({ id }) => void navigate({ to: '/repositories/$repositoryId', params: { repositoryId: id } })}
      read={() => readAll(cursor => client.repositories.list.query({ ...input, limit: 200, cursor }))}
      empty={<NoMatch what="repository" to="/repositories" />}
    />
  )
}

function NoneYet() {
  return (
    <Empty
      title="No repositories yet"
      action={
        <Button variant="filled" renderRoot={props => <Link to="/sync" {...props} />}>
          Connect GitHub
        </Button>
      }
    >
      Install the GitHub App on an account. Its repositories appear here with their pull requests, commits and reviews,
      and with the time from the first commit to the merge.
    </Empty>
  )
}
