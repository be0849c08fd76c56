import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { absolute } from '../../format/time.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { useShell } from '../../shell/shell-context.ts'
import { Empty } from '../../ui/async.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import type { Column } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { assignee, shown } from '../../ui/filters.ts'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { tellFailure } from '../../ui/toast.ts'
import { WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import { personName } from '../people/person-name.ts'
import { type Escalation, priorities } from './conversation.ts'
import { dueInWords } from './due-words.ts'
import { StaffSwitches } from './staff-switches.tsx'
import styles from './support.module.css'
import { readQueueSearch } from './support-search.ts'

const route = getRouteApi('/shell/support/queue')

/** What waits for a person, the one that is due first at the top. */
export function QueuePage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/support/queue' })
  const me = useShell().session.person.id
  const input = compact({
    open: search.show === 'done' ? false : undefined,
    assigneeId: search.of && (search.of === 'me' ? me : null),
  })
  const list = useLiveRows(trpc.escalations.list.infiniteQueryOptions(input, byCursor))
  return (
    <Page title="Queue" crumb="Due first at the top" actions={<StaffSwitches />} bare>
      <WithPanel
        label="Queue"
        filters={
          <FilterBar
            values={{ ...search, show: search.show ?? 'open' }}
            onChange={(key, value) =>
              void navigate({
                search: before =>
                  readQueueSearch({ ...before, [key]: key === 'show' && value === 'open' ? undefined : value }),
              })
            }
            filters={[
              shown([
                { value: 'open', label: 'Waiting and in hand' },
                { value: 'done', label: 'Resolved' },
              ]),
              assignee,
            ]}
          />
        }
        list={
          <DataTable
            name="escalations"
            label="Escalations, due first at the top"
            columns={columns}
            {...list}
            rowKey={each => each.id}
            fill
            empty={
              Object.keys(input).length > 0 ? (
                <NoMatch what="escalation" to="/support/queue" />
              ) : (
                <Empty title="Nobody waits for a person">
                  A conversation comes here when the assistant cannot answer, when a customer asks for a person, or when
                  staff escalate it.
                </Empty>
              )
            }
          />
        }
        panel={null}
      />
    </Page>
  )
}

const columns: readonly Column<Escalation>[] = [
  { key: 'due', title: 'Due', width: 136, fixed: true, render: each => <Due escalation={each} /> },
  {
    key: 'conversation',
    title: 'Conversation',
    fixed: true,
    render: ({ conversationId, conversation: { number, subject, person } }) => (
      <Link to="/support" search={{ i: conversationId, show: 'all' }} className="link">
        #{number} {subject ?? personName(person)}
      </Link>
    ),
  },
  { key: 'reason', title: 'Reason', render: ({ reason }) => reason },
  {
    key: 'priority',
    title: 'Priority',
    width: 88,
    render: ({ priority }) => <Chip tone={priorities[priority].tone}>{priorities[priority].name}</Chip>,
  },
  { key: 'customer', title: 'Customer', width: 144, render: ({ conversation }) => personName(conversation.person) },
  {
    key: 'assignee',
    title: 'Assignee',
    width: 128,
    render: ({ assignee }) => assignee?.name ?? <span className="dim">Nobody</span>,
  },
  { key: 'opened', title: 'Waits since', width: 104, render: ({ openedAt }) => <Time at={openedAt} /> },
  {
    key: 'accept',
    title: 'What to do',
    quiet: true,
    width: 96,
    fixed: true,
    pinned: true,
    align: 'right',
    render: each => <Accept escalation={each} />,
  },
]

/** How long is left, or by how much it is late: it follows the clock. */
function Due({ escalation: { dueAt, acceptedAt, resolvedAt } }: { escalation: Escalation }) {
  const now = useNow()
  if (resolvedAt) return <span className="dim">Resolved</span>
  if (acceptedAt) return <span className="dim">Accepted</span>
  return (
    <time dateTime={dueAt} title={absolute(dueAt)} className={Date.parse(dueAt) < now ? styles.late : undefined}>
      {dueInWords(dueAt, now)}
    </time>
  )
}

function Accept({ escalation: { id, acceptedAt, resolvedAt, conversationId } }: { escalation: Escalation }) {
  const { trpc } = useApi()
  const navigate = useNavigate()
  const mayWrite = useMay('write')
  const accept = useMutation(
    trpc.escalations.accept.mutationOptions({
      onSuccess: () => void navigate({ to: '/support', search: { i: conversationId } }),
      onError: tellFailure,
    }),
  )
  if (acceptedAt || resolvedAt || !mayWrite) return null
  return (
    <Button variant="filled" onClick={() => accept.mutate({ id })} loading={accept.isPending}>
      Accept
    </Button>
  )
}
