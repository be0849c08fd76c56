import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../data/api.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { Empty } from '../../ui/async.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { compact } from '../../url/params.ts'
import { issueColumns } from './issue-columns.tsx'
import { useIssueFilters } from './issue-filters.tsx'
import { IssueRow } from './issue-row.tsx'
import { type IssueSearch, readIssueSearch } from './issue-search.ts'

/** The issues that the address asks for, page by page. Without a status, those that are still open. */
function useIssues(search: IssueSearch) {
  const { trpc } = useApi()
  const filters = useIssueFilters(search)
  const input = compact({
    ...filters,
    open: search.show === 'all' || search.status ? undefined : true,
    status: search.status,
  })
  return {
    list: useLiveRows(trpc.issues.list.infiniteQueryOptions(input, byCursor)),
    empty: <NoIssues filtered={Object.keys(input).some(key => key !== 'open')} view={search.view} />,
  }
}

/** One line under the other, for the left pane. */
export function IssueList({ search }: { search: IssueSearch }) {
  const { list, empty } = useIssues(search)
  return (
    <ListPane list={list} empty={empty}>
      {rows => rows.map(issue => <IssueRow key={issue.id} issue={issue} chosen={issue.id === search.i} />)}
    </ListPane>
  )
}

/** Every figure side by side. */
export function IssueTable({ search }: { search: IssueSearch }) {
  const navigate = useNavigate({ from: '/issues' })
  const { list, empty } = useIssues(search)
  return (
    <DataTable
      name="issues"
      label="Issues, latest first"
      columns={issueColumns}
      {...list}
      rowKey={issue => issue.id}
      fill
      onRowClick={issue => void navigate({ search: before => readIssueSearch({ ...before, i: issue.id }) })}
      isChosen={issue => issue.id === search.i}
      empty={empty}
    />
  )
}

function NoIssues({ filtered, view }: { filtered: boolean; view: IssueSearch['view'] }) {
  return filtered ? (
    <Empty
      title="No issue fits these filters"
      action={
        <Button renderRoot={props => <Link to="/issues" search={compact({ view })} {...props} />}>
          Clear the filters
        </Button>
      }
    >
      Take one off, or look at all of them.
    </Empty>
  ) : (
    <Empty
      title="No open issues"
      action={<Button renderRoot={props => <Link to="/funnels" {...props} />}>See the funnels</Button>}
    >
      Every funnel is scanned each minute. An issue opens by itself when a step falls below its usual rate by more than
      chance and the day explain.
    </Empty>
  )
}
