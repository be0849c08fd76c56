import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { useMay } from '../../shell/may.tsx'
import { Async, Failed, Rows } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FactGrid } from '../../ui/detail.tsx'
import { KpiStrip } from '../../ui/kpi.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { BarCard } from '../dashboards/bar-card.tsx'
import styles from './activity.module.css'
import { hiddenOf, readFiguresSearch, usualSpan } from './activity-search.ts'
import { ComparedKpi } from './compared-kpi.tsx'
import { PersonCell } from './contributors-page.tsx'
import { DailyChart } from './daily-chart.tsx'
import { actorName, repositoryName } from './kinds.ts'
import { LatestFacts } from './latest-facts.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { SpanBar } from './span-bar.tsx'

type Actor = Outputs['actors']['get']
type Kpis = Outputs['actors']['kpis']

const route = getRouteApi('/shell/contributors/$actorId')

/** One contributor: how much they did, where, and what last. */
export function ContributorPage() {
  const { trpc } = useApi()
  const { actorId } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const actor = useLiveQuery(trpc.actors.get.queryOptions({ id: actorId }), { keepPrevious: false })
  const { span = usualSpan } = search
  const kpis = useLiveQuery(trpc.actors.kpis.queryOptions({ id: actorId, preset: span }), { pace: 2_000 })
  const set = (changes: Record<string, unknown>) =>
    void navigate({ search: readFiguresSearch({ ...search, ...changes }) })
  const { data } = actor
  if (!data) {
    return (
      <Page title="Contributor">
        {actor.error ? <Failed error={actor.error} onRetry={() => void actor.refetch()} /> : <Rows />}
      </Page>
    )
  }
  return (
    <Page
      title={actorName(data)}
      crumb={
        <Link to="/contributors" className="link">
          Contributors
        </Link>
      }
    >
      <div className={styles.tools}>
        <SpanBar span={search.span} onChange={chosen => set({ span: chosen })} />
        {data.kind === 'bot' && <Chip>Bot</Chip>} {data.sample && <Chip>Sample</Chip>}
      </div>
      <Async query={kpis} skeleton={<Rows count={8} height={28} />}>
        {figures => (
          <div className={styles.stack} aria-busy={kpis.isPlaceholderData || undefined}>
            <Figures kpis={figures} />
            <DailyChart
              days={figures.days}
              hidden={hiddenOf(search)}
              onHide={hide => set({ hide })}
              behind={{ actor: actorId }}
            />
            <div className={styles.wide}>
              <LatestFacts input={{ actor: actorId }} behind={{ actor: actorId }} />
              <div className={styles.stack}>
                <Who actor={data} />
                <Where kpis={figures} actorId={actorId} />
              </div>
            </div>
          </div>
        )}
      </Async>
    </Page>
  )
}

function Figures({ kpis: { pullRequests, merged, reviews, commits } }: { kpis: Kpis }) {
  return (
    <KpiStrip columns={4}>
      <ComparedKpi label="Pull requests" figure={pullRequests} definition="Opened by them in this time." />
      <ComparedKpi label="Merged" figure={merged} definition="Merges of pull requests in this time." />
      <ComparedKpi label="Reviews" figure={reviews} definition="Submitted by them in this time." />
      <ComparedKpi label="Commits" figure={commits} definition="Of all branches, each once, by when they were made." />
    </KpiStrip>
  )
}

function Who({ actor }: { actor: Actor }) {
  const [linking, setLinking] = useState(false)
  const dash = <span className="faint">–</span>
  const mayWrite = useMay('write')
  return (
    <Card title="Who they are">
      <FactGrid
        columns="two"
        facts={[
          { label: 'Login', value: actor.login ?? dash },
          { label: 'Name', value: actor.name ?? dash },
          { label: 'E-mail', value: <span className={styles.wrap}>{actor.email ?? dash}</span> },
          {
            label: 'Person here',
            value: <PersonCell actor={actor} onLink={mayWrite ? () => setLinking(true) : null} />,
          },
          { label: 'Last fact', value: actor.lastFactAt ? <Time at={actor.lastFactAt} show="date" /> : dash },
        ]}
      />
      <LinkDialog actor={linking ? actor : null} onClose={() => setLinking(false)} />
    </Card>
  )
}

function Where({ kpis: { repositories }, actorId }: { kpis: Kpis; actorId: string }) {
  return (
    <BarCard
      title="By repository"
      none="Nothing was done in this time"
      head={['Repository', 'Facts']}
      summary={repositories.map(({ repository, count: facts }) => `${repository.fullName}: ${count(facts)}.`).join(' ')}
      bars={repositories.map(({ repository, count: facts }) => ({
        key: repository.id,
        label: repositoryName(repository),
        parts: [{ label: 'facts', value: facts, tone: 'accent' }],
        text: count(facts),
        link: { to: '/activity', search: { repository: repository.id, actor: actorId } },
        spoken: `${repository.fullName}: ${count(facts)}. Show the facts`,
        cells: [count(facts)],
        csv: [facts],
      }))}
    />
  )
}
