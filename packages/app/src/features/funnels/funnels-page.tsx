import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { type Outputs, useApi } from '../../data/api.ts'
import { percent, plural } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { Empty } from '../../ui/async.tsx'
import { Card } from '../../ui/card.tsx'
import { useNow } from '../../ui/clock.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { resolvePeriod } from '../../url/period.ts'
import styles from './funnels-page.module.css'

type FunnelRow = Outputs['funnels']['list']['items'][number]

const columns: readonly Column<FunnelRow>[] = [
  {
    key: 'name',
    title: 'Funnel',
    fixed: true,
    render: funnel => (
      <Link to="/funnels/$funnelId" params={{ funnelId: funnel.id }} onClick={event => event.stopPropagation()}>
        <span className={styles.name}>{funnel.name}</span>
        <span className={styles.path}>{funnel.steps.map(step => step.name).join(' → ')}</span>
      </Link>
    ),
  },
  { key: 'rate', title: 'Conversion', width: 104, align: 'right', render: funnel => <Rate id={funnel.id} /> },
  { key: 'shape', title: 'Last 24 hours', width: 152, render: funnel => <Shape id={funnel.id} /> },
  { key: 'window', title: 'Within', width: 88, align: 'right', render: funnel => `${funnel.windowHours} h` },
  {
    key: 'changed',
    title: 'Changed',
    width: 96,
    align: 'right',
    render: funnel => <Time at={funnel.updatedAt} className="dim" />,
  },
]

/** All funnels with how they did in the last 24 hours. */
export function FunnelsPage() {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const list = useLiveRows(trpc.funnels.list.infiniteQueryOptions({}, byCursor))
  const { rows } = list
  const create = useMay('write') && (
    <Button variant="filled" renderRoot={props => <Link to="/funnels/new" {...props} />}>
      New funnel
    </Button>
  )
  return (
    <Page title="Funnels" crumb={rows && plural(rows.length, 'funnel')} actions={create}>
      <Card flush>
        <DataTable
          name="funnels"
          label="Funnels"
          columns={columns}
          rowKey={funnel => funnel.id}
          {...list}
          onRowClick={funnel => void navigate({ to: '/funnels/$funnelId', params: { funnelId: funnel.id } })}
          empty={
            <Empty title="No funnels yet" action={create}>
              A funnel is the path that you want visits to take, such as login page, form, signed in. Every funnel is
              watched: when a step falls below its usual rate, an issue opens by itself.
            </Empty>
          }
        />
      </Card>
    </Page>
  )
}

function useLastDay(id: string) {
  const { trpc } = useApi()
  return useLiveQuery(trpc.funnels.report.queryOptions({ id, ...resolvePeriod('24h', useNow(60_000)) }), {
    pace: 5_000,
  }).data?.steps
}

function Shape({ id }: { id: string }) {
  const steps = useLastDay(id)
  const first = steps?.[0]?.visits ?? 0
  return (
    <span className={styles.shape} aria-hidden>
      {steps?.map(step => (
        <span key={step.name} style={{ height: `${first > 0 ? Math.max(6, (step.visits / first) * 100) : 6}%` }} />
      ))}
    </span>
  )
}

function Rate({ id }: { id: string }) {
  const last = useLastDay(id)?.at(-1)
  return last ? percent(last.conversionFromFirst) : '–'
}
