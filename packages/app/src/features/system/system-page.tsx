import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../data/api.ts'
import { bytes, count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { Async, Empty, Failed, Rows } from '../../ui/async.tsx'
import board from '../../ui/board.module.css'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Kpi, KpiStrip } from '../../ui/kpi.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { Connections } from './connections.tsx'
import { jobColumns, Lag } from './job-columns.tsx'
import { byUrgency, engines, type JobKind, lagOf, lagTone, type System, total } from './system-words.ts'

/** Queues tell nobody that they changed: so often they are asked, in ms. */
const askEvery = 10_000

/** How the server does that this runs on: its database, its background work, and the services it is connected to. */
export function SystemPage() {
  return (
    <Only right="admin" page="System" what="see how the server does">
      <SystemState />
    </Only>
  )
}

function SystemState() {
  const { trpc } = useApi()
  const system = useLiveQuery(trpc.system.get.queryOptions({}), { pace: 5_000 })
  const jobs = useQuery({ ...trpc.system.jobs.queryOptions({}), refetchInterval: askEvery })
  const now = useNow()
  const kinds = jobs.data?.items
  return (
    <Page title="System" crumb="The server, its background work and connected services">
      <Async query={system} skeleton={<Rows count={8} height={32} />}>
        {data => (
          <div className={board.stack}>
            <Figures system={data} jobs={kinds} now={now} />
            <Connections connections={data.connections} />
            <Card title="Background work" flush>
              {jobs.error && <Failed error={jobs.error} onRetry={() => void jobs.refetch()} compact />}
              <DataTable
                name="system-jobs"
                label="Background work by kind, what is late or failed first"
                columns={jobColumns}
                rows={kinds && byUrgency(kinds, now)}
                rowKey={kind => kind.name}
                empty={
                  <Empty title="No queues here" compact>
                    No process has opened them yet.
                  </Empty>
                }
              />
            </Card>
            <p className="dim">
              {data.isShared
                ? 'The figures of the server and of its background work are of all workspaces on it. What failures said may be of any of them: it is in the server’s log.'
                : 'Of background work only figures are shown, and what the last failure of a kind said; the server’s log has the rest.'}{' '}
              They are asked for every ten seconds.
            </p>
          </div>
        )}
      </Async>
    </Page>
  )
}

function Figures({ system, jobs, now }: { system: System; jobs: readonly JobKind[] | undefined; now: number }) {
  const embeds = system.connections.some(({ name, isSetUp }) => name === 'embeddings' && isSetUp)
  const lag = jobs && lagOf(jobs, now)
  const failed = jobs && total(jobs, 'failed')
  const tone = lag === undefined ? undefined : lagTone(lag)
  return (
    <KpiStrip columns={4}>
      <Kpi label="Version" value={system.version} />
      <Kpi label="Database" value={engines[system.engine]} note={`Postgres ${system.engineVersion}`} />
      <Kpi label="Size" value={bytes(system.databaseBytes)} note="Tables and their indexes" />
      <Kpi
        label="Search"
        value={system.vectors && embeds ? 'By meaning' : 'By words'}
        note={!system.vectors ? 'no pgvector' : embeds ? 'and by words' : 'no embedding model'}
      />
      <Kpi
        label="Running"
        value={jobs && count(total(jobs, 'running'))}
        note={system.runsJobs ? 'this process runs jobs' : 'another process runs jobs'}
      />
      <Kpi
        label="Waiting"
        value={jobs && count(total(jobs, 'waiting'))}
        note={jobs && `${count(total(jobs, 'later'))} for later`}
      />
      <Kpi
        label="Oldest waits"
        value={lag === undefined ? undefined : <Lag ms={lag} />}
        definition="How long the oldest job has waited that could be done. More than two minutes: nobody runs jobs, or there is too much."
        {...(tone && { tone })}
      />
      <Kpi
        label="Failed"
        value={failed === undefined ? undefined : count(failed)}
        note="in the last day, after all tries"
        {...(failed && { tone: 'red' as const })}
      />
    </KpiStrip>
  )
}
