import { Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { type CsvColumn, readAll, TableCard } from '../../ui/table-card.tsx'
import { Time } from '../../ui/time.tsx'
import { compact } from '../../url/params.ts'
import styles from './activity.module.css'
import type { ActivitySearch, ContributorSort } from './activity-search.ts'
import { contributorSorts } from './activity-search.ts'
import { ActorLink } from './actor-link.tsx'
import { actorName, kindNames, kinds } from './kinds.ts'

type Contributor = Outputs['repositories']['contributors']['items'][number]

const sortNames = (sort: ContributorSort): string =>
  sort === 'total' ? 'Most first' : sort === 'name' ? 'By name' : `Most: ${kinds[sort].many}`

/** Kinds whose columns are there only when they are chosen. */
const rare: ReadonlySet<string> = new Set(['pr_closed', 'review_comment', 'issue_closed', 'release_published'])

/** A line for each contributor; a number leads to the facts that it counts. */
const columnsOf = (behind: ActivitySearch): readonly CsvColumn<Contributor>[] => [
  {
    key: 'actor',
    title: 'Who',
    fixed: true,
    render: ({ actor }) => <ActorLink actor={actor} className={styles.name} />,
    csv: ({ actor }) => actorName(actor),
  },
  ...kindNames.map(
    (kind): CsvColumn<Contributor> => ({
      key: kind,
      title: kinds[kind].many,
      align: 'right',
      ...(rare.has(kind) && { optional: true }),
      render: ({ actor, counts }) =>
        counts[kind] > 0 ? (
          <Link
            to="/activity"
            search={{ ...behind, actor: actor.id, kind }}
            aria-label={`${count(counts[kind])} ${kinds[kind].many} by ${actorName(actor)}`}
          >
            {count(counts[kind])}
          </Link>
        ) : (
          <span className="faint">0</span>
        ),
      csv: ({ counts }) => counts[kind],
    }),
  ),
  {
    key: 'total',
    title: 'All',
    align: 'right',
    render: ({ total }) => <strong>{count(total)}</strong>,
    csv: ({ total }) => total,
  },
  {
    key: 'last',
    title: 'Last',
    align: 'right',
    width: 88,
    render: ({ lastFactAt }) => <Time at={lastFactAt} className="dim" />,
    csv: ({ lastFactAt }) => lastFactAt,
  },
]

export interface WhoDidWhatProps {
  /** Of one repository; of all without it. */
  repositoryId?: string
  from: string
  to: string
  sort: ContributorSort | undefined
  onSort: (sort: ContributorSort | undefined) => void
  behind: ActivitySearch
}

/** Contributors against what they did. */
export function WhoDidWhat({ repositoryId, from, to, sort = 'total', onSort, behind }: WhoDidWhatProps) {
  const { trpc, client } = useApi()
  const input = { ...compact({ id: repositoryId }), from, to, sort }
  const lines = useLiveRows({
    ...trpc.repositories.contributors.infiniteQueryOptions({ ...input, limit: 20 }, byCursor),
    // Rows are told apart by who they are of.
    select: ({ pages, pageParams }) => ({
      pageParams,
      pages: pages.map(page => ({ ...page, items: page.items.map(item => ({ ...item, id: item.actor.id })) })),
    }),
  })
  return (
    <TableCard
      name="who-did-what"
      title="Who did what"
      aside={
        <FilterBar
          values={{ sort }}
          onChange={(_, value) => {
            const chosen = contributorSorts.find(each => each === value)
            onSort(chosen === 'total' ? undefined : chosen)
          }}
          filters={[
            {
              ...{ key: 'sort', label: 'Order', kind: 'choice', required: true },
              options: contributorSorts.map(value => ({ value, label: sortNames(value) })),
            },
          ]}
        />
      }
      columns={columnsOf(behind)}
      rowKey={({ actor }) => actor.id}
      {...lines}
      read={() => readAll(cursor => client.repositories.contributors.query({ ...input, limit: 200, cursor }))}
      empty={<Empty title="Nobody did anything in this time" compact />}
    />
  )
}
