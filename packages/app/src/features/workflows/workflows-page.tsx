import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useApi } from '../../data/api.ts'
import { plural } from '../../format/number.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { Mark } from '../../ui/chip.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { choice, optionsOf } from '../../ui/filters.ts'
import { ListPane } from '../../ui/list-pane.tsx'
import { NoMatch } from '../../ui/no-match.tsx'
import { Page } from '../../ui/page.tsx'
import { Split } from '../../ui/split.tsx'
import { Time } from '../../ui/time.tsx'
import { useListKeys } from '../../ui/use-list-keys.ts'
import { compact } from '../../url/params.ts'
import row from '../issues/issue-row.module.css'
import { WorkflowDetail } from './workflow-detail.tsx'
import {
  readWorkflowSearch,
  statuses,
  statusNames,
  type WorkflowRow,
  type WorkflowSearch,
  workflowNames,
} from './workflow-search.ts'
import { stepName } from './workflow-words.ts'

const route = getRouteApi('/shell/workflows')

/** Work in several steps: what is under way, what came of it, and where it failed. */
export function WorkflowsPage() {
  const { trpc } = useApi()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/workflows' })
  const detail = useRef<HTMLElement>(null)
  const input = compact({ status: search.status, name: search.name, entityId: search.about })
  const list = useLiveRows(trpc.workflows.list.infiniteQueryOptions(input, byCursor))
  useListKeys(search.i, i => void navigate({ search: before => ({ ...before, i }), replace: true }), detail)
  return (
    <Page title="Workflows" crumb="Latest first" bare>
      <Split
        listLabel="Workflows"
        chosen={search.i !== undefined}
        onBack={() => void navigate({ search: ({ i: _, ...rest }) => rest })}
        detailRef={detail}
        filters={<Filters search={search} />}
        list={
          <ListPane list={list} empty={<Nothing filtered={Object.keys(input).length > 0} />}>
            {rows => rows.map(each => <Row key={each.id} workflow={each} chosen={each.id === search.i} />)}
          </ListPane>
        }
        detail={
          search.i ? <WorkflowDetail key={search.i} id={search.i} /> : list.rows && list.rows.length > 0 && <Keys />
        }
      />
    </Page>
  )
}

function Keys() {
  return (
    <Empty title="Choose a workflow">
      <kbd className="key">J</kbd> and <kbd className="key">K</kbd> walk the list, <kbd className="key">Enter</kbd> goes
      to the steps.
    </Empty>
  )
}

function Filters({ search }: { search: WorkflowSearch }) {
  const navigate = useNavigate({ from: '/workflows' })
  return (
    <FilterBar
      values={search}
      onChange={(key, value) => void navigate({ search: before => readWorkflowSearch({ ...before, [key]: value }) })}
      filters={[
        choice('status', 'Status', optionsOf(statusNames, statuses)),
        choice(
          'name',
          'Name',
          Object.entries(workflowNames).map(([value, label]) => ({ value, label })),
        ),
        // Chosen where one came from, and only taken off here.
        ...(search.about ? [choice('about', 'About', [{ value: search.about, label: 'one conversation' }])] : []),
      ]}
    />
  )
}

function Row({ workflow, chosen }: { workflow: WorkflowRow; chosen: boolean }) {
  const { id, status, name, error, retries, createdAt } = workflow
  return (
    <Link
      to="/workflows"
      search={before => ({ ...readWorkflowSearch(before), i: id })}
      activeOptions={{ includeSearch: true }}
      className={row.row}
      data-chosen={chosen}
      data-row={id}
    >
      <Mark tone={statuses[status].tone} label={statuses[status].name} />
      <span className={`${row.title} cut`}>{workflowNames[name] ?? stepName(name)}</span>
      <Time at={createdAt} className={row.age} />
      <span className={row.facts}>
        <span className="cut grow">{error ?? shortKey(workflow)}</span>
        {retries > 0 && <span>begun {plural(retries + 1, 'time')}</span>}
        <span>{statuses[status].name}</span>
      </span>
    </Link>
  )
}

/** The part of the key that tells workflows about the same thing apart. */
function shortKey({ key, entityId, entity }: WorkflowRow): string {
  const rest = entityId && key.startsWith(`${entityId}:`) ? key.slice(entityId.length + 1) : key
  return rest === key ? key : `${stepName(entity ?? 'entry')} …${entityId?.slice(-6)}, message ${rest}`
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <NoMatch what="workflow" to="/workflows">
      The list keeps listening: one that fits appears here when it begins.
    </NoMatch>
  ) : (
    <Empty title="No workflows yet">
      Each reply of the assistant is one: what it looked up, decided, wrote and checked. The first appears here when a
      customer writes.
    </Empty>
  )
}
