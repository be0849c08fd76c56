import { Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { useNow } from '../../ui/clock.tsx'
import { type Column, ColumnChoice } from '../../ui/columns.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Only } from '../../ui/only.tsx'
import { Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { WithPanel } from '../../ui/with-panel.tsx'
import { compact } from '../../url/params.ts'
import { parseRange, resolvePeriod } from '../../url/period.ts'
import styles from './audit.module.css'
import { AuditFilters } from './audit-filters.tsx'
import { AuditPanel } from './audit-panel.tsx'
import { type AuditSearch, readAuditSearch } from './audit-search.ts'
import { type AuditRow, actionInWords, actorInWords } from './audit-words.ts'
import { diff } from './diff.ts'

const route = getRouteApi('/shell/audit')

const columns: readonly Column<AuditRow>[] = [
  { key: 'at', title: 'When', width: 112, render: row => <Time at={row.at} show="date" className="dim" /> },
  {
    key: 'actor',
    title: 'Who',
    width: 168,
    render: row => <span title={row.actor.kind}>{actorInWords(row.actor)}</span>,
  },
  {
    key: 'action',
    title: 'What',
    fixed: true,
    width: 208,
    render: row => (
      <Link
        to="/audit"
        search={before => ({ ...readAuditSearch(before), i: row.id })}
        activeOptions={{ includeSearch: true }}
        className={styles.action}
        onClick={event => event.stopPropagation()}
      >
        {actionInWords(row.action)}
      </Link>
    ),
  },
  { key: 'change', title: 'Change', render: row => <Change row={row} /> },
  { key: 'ip', title: 'From', width: 128, optional: true, render: row => row.ip ?? <span className="faint">–</span> },
  {
    key: 'request',
    title: 'Request',
    width: 128,
    optional: true,
    render: row => <span className="mono dim">{row.requestId.slice(0, 12)}</span>,
  },
]
const besidePanel = columns.filter(column => !['change', 'ip', 'request'].includes(column.key))

/** The first change in short: the panel has all of them. */
function Change({ row }: { row: AuditRow }) {
  const changes = diff(row.before, row.after)
  const [first] = changes
  if (!first) return <span className="faint">{row.entity.replaceAll('_', ' ')}</span>
  return (
    <span className={`${styles.change} cut`}>
      {first.path && <span className="dim">{first.path} </span>}
      {first.before !== null && <del>{first.before}</del>}
      {first.before !== null && first.after !== null && ' → '}
      {first.after !== null && <ins>{first.after}</ins>}
      {changes.length > 1 && <span className="faint"> and {changes.length - 1} more</span>}
    </span>
  )
}

/** From the address to what the server is asked. A ready-made period has no end, so that what happens now is in it. */
function useInput({ actor, action, entity, id, p, q }: AuditSearch) {
  const now = useNow(60_000)
  const period = p ? resolvePeriod(p, now) : undefined
  return compact({
    actor,
    action,
    entity,
    entityId: id,
    from: period?.from,
    to: p && parseRange(p) ? period?.to : undefined,
    search: q,
  })
}

/** Who did what, when, and what it changed. Nothing can be taken out of it. */
export function AuditPage() {
  return (
    <Only right="admin" page="Audit log" what="read the audit log">
      <AuditLog />
    </Only>
  )
}

function AuditLog() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/audit' })
  const input = useInput(search)
  const list = useLiveRows(trpc.audit.list.infiniteQueryOptions(input, byCursor))
  const { rows } = list
  const close = () => void navigate({ search: ({ i: _, ...rest }) => rest })
  useHotkeys([['Escape', () => search.i && close()]])
  return (
    <Page title="Audit log" crumb="Latest first" bare>
      <WithPanel
        label="Audit log"
        filters={
          <>
            <AuditFilters search={search} rows={rows ?? []} />
            <span className="grow" />
            <ColumnChoice name="audit" columns={columns} />
          </>
        }
        list={
          <DataTable
            name="audit"
            label="What was done, latest first"
            columns={search.i ? besidePanel : columns}
            rowKey={row => row.id}
            {...list}
            fill
            onRowClick={row => void navigate({ search: before => ({ ...before, i: row.id }) })}
            isChosen={row => row.id === search.i}
            empty={<Nothing filtered={Object.keys(input).length > 0} />}
          />
        }
        panel={
          search.i ? <AuditPanel row={rows?.find(row => row.id === search.i)} loading={!rows} onClose={close} /> : null
        }
      />
    </Page>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty
      title="Nothing fits these filters"
      action={<Button renderRoot={props => <Link to="/audit" {...props} />}>Clear the filters</Button>}
    >
      Take one off, or choose a longer period.
    </Empty>
  ) : (
    <Empty title="Nothing was done yet">
      Every change that a person, a key or the product itself makes is written down here in the same moment.
    </Empty>
  )
}
