import { Link } from '@tanstack/react-router'
import { count, percent, points } from '../../format/number.ts'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import type { IssueItem } from './issue-row.tsx'
import { readIssueSearch } from './issue-search.ts'
import { SeverityMark, StatusChip } from './marks.tsx'

const dash = <span className="faint">–</span>

/** The table's columns. */
export const issueColumns: readonly Column<IssueItem>[] = [
  { key: 'number', title: 'No.', width: 56, render: issue => <span className="dim">#{issue.number}</span> },
  {
    key: 'title',
    title: 'Issue',
    fixed: true,
    render: issue => (
      <Link
        to="/issues"
        search={before => ({ ...readIssueSearch(before), i: issue.id })}
        onClick={event => event.stopPropagation()}
        data-row={issue.id}
      >
        <SeverityMark severity={issue.severity} recovered={issue.recoveredAt !== null} /> {issue.title}
      </Link>
    ),
  },
  { key: 'status', title: 'Status', width: 112, render: issue => <StatusChip status={issue.status} /> },
  { key: 'funnel', title: 'Funnel', width: 128, render: issue => issue.funnelName ?? dash },
  { key: 'step', title: 'Step', width: 128, optional: true, render: issue => issue.step },
  {
    key: 'usual',
    title: 'Usual',
    width: 80,
    align: 'right',
    optional: true,
    render: issue => percent(issue.baseline?.rate),
  },
  { key: 'now', title: 'Now', width: 80, align: 'right', render: issue => percent(issue.current?.rate) },
  {
    key: 'drop',
    title: 'Change',
    width: 96,
    align: 'right',
    render: issue => (issue.dropPoints === null ? dash : points(-issue.dropPoints)),
  },
  {
    key: 'visits',
    title: 'Visits',
    width: 72,
    align: 'right',
    render: issue => (issue.current ? count(issue.current.visits) : dash),
  },
  { key: 'assignee', title: 'Assignee', width: 128, render: issue => issue.assignee?.name ?? dash },
  { key: 'detected', title: 'Detected', width: 88, align: 'right', render: issue => <Time at={issue.detectedAt} /> },
  {
    key: 'seen',
    title: 'Last seen',
    width: 88,
    align: 'right',
    optional: true,
    render: issue => <Time at={issue.lastSeenAt} className="dim" />,
  },
  {
    key: 'found',
    title: 'Found',
    width: 72,
    align: 'right',
    optional: true,
    render: issue => count(issue.occurrences),
  },
]
