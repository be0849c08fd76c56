import { Button } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import styles from './activity.module.css'
import { type FiguresSearch, readFiguresSearch } from './activity-search.ts'
import { LatestFacts } from './latest-facts.tsx'
import { RepositoryMarks } from './repository-columns.tsx'
import { RepositoryFigures, useRepositoryKpis } from './repository-figures.tsx'
import { SpanBar } from './span-bar.tsx'
import { TrackSwitch } from './track-switch.tsx'
import { WhoDidWhat } from './who-did-what.tsx'

type Repository = Outputs['repositories']['get']

const route = getRouteApi('/shell/repositories/$repositoryId')

/** One repository: how much was done, how fast, by whom, and what last. */
export function RepositoryPage() {
  const { trpc } = useApi()
  const { repositoryId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const repository = useLiveQuery(trpc.repositories.get.queryOptions({ id: repositoryId }), { keepPrevious: false })
  const kpis = useRepositoryKpis(repositoryId, search)
  const set = (changes: Record<string, unknown>) =>
    void navigate({ search: readFiguresSearch({ ...search, ...changes }) })
  const { data } = repository
  if (!data) {
    return (
      <Page title="Repository">
        {repository.error ? <Failed error={repository.error} onRetry={() => void repository.refetch()} /> : <Rows />}
      </Page>
    )
  }
  return (
    <Page
      title={data.fullName}
      crumb={
        <Link to="/repositories" className="link">
          Repositories
        </Link>
      }
    >
      <div className={styles.tools}>
        <SpanBar span={search.span} onChange={span => set({ span })} />
        <RepositoryMarks repository={data} />
        <span className="grow" />
        <Button
          component="a"
          href={data.url}
          target="_blank"
          rel="noreferrer"
          rightSection={<IconExternalLink size={14} />}
        >
          Open on GitHub
        </Button>
      </div>
      <div className={styles.stack}>
        <RepositoryFigures
          query={kpis}
          behind={{ repository: data.id }}
          search={search}
          onHide={hide => set({ hide })}
        />
        {kpis.data && <Who repository={data} search={search} kpis={kpis.data} onSort={sort => set({ sort })} />}
        <div className={styles.wide}>
          <LatestFacts input={{ repositoryId: data.id }} behind={{ repository: data.id }} />
          <About repository={data} />
        </div>
      </div>
    </Page>
  )
}

interface WhoProps {
  repository: Repository
  search: FiguresSearch
  kpis: { from: string; to: string }
  onSort: (sort: string | undefined) => void
}

function Who({ repository: { id }, search, kpis: { from, to }, onSort }: WhoProps) {
  return (
    <WhoDidWhat repositoryId={id} from={from} to={to} sort={search.sort} onSort={onSort} behind={{ repository: id }} />
  )
}

function About({ repository }: { repository: Repository }) {
  const { description, language, defaultBranch, homepage, stars, forks, openIssues, ghPushedAt, syncedUntil } =
    repository
  const dash = <span className="faint">–</span>
  const number = (value: number | null) => (value === null ? dash : count(value))
  return (
    <Card title="About">
      {description && <p className={styles.text}>{description}</p>}
      <FactGrid
        columns="two"
        facts={[
          { label: 'Language', value: language ?? dash },
          { label: 'Default branch', value: defaultBranch ?? dash },
          ...(homepage ? [{ label: 'Home page', value: <span className={styles.wrap}>{homepage}</span> }] : []),
          { label: 'Stars', value: number(stars) },
          { label: 'Forks', value: number(forks) },
          { label: 'Open issues', value: number(openIssues) },
          { label: 'Last push', value: ghPushedAt ? <Time at={ghPushedAt} show="date" /> : dash },
          { label: 'Fetched until', value: syncedUntil ? <Time at={syncedUntil} show="date" /> : dash },
          {
            label: 'Tracked',
            value: <TrackSwitch repository={repository} />,
          },
        ]}
      />
    </Card>
  )
}
