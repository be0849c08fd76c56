import { Link } from '@tanstack/react-router'
import { money } from '../../format/money.ts'
import { count } from '../../format/number.ts'
import type { Column } from '../../ui/columns.tsx'
import { Time } from '../../ui/time.tsx'
import { type EssayItem, turnarounds } from './essay.ts'
import { StatusChip } from './marks.tsx'
import { DueMark } from './request-row.tsx'
import { withChosen } from './request-search.ts'

const dash = <span className="faint">–</span>

/** The table's columns. */
export const requestColumns: readonly Column<EssayItem>[] = [
  { key: 'number', title: 'No.', width: 56, render: request => <span className="dim">#{request.number}</span> },
  {
    key: 'student',
    title: 'Student',
    fixed: true,
    render: request => (
      <Link
        to="/essay-requests"
        search={before => withChosen(before, request.id)}
        onClick={event => event.stopPropagation()}
        data-row={request.id}
      >
        <DueMark request={request} /> {request.studentName}
      </Link>
    ),
  },
  { key: 'type', title: 'For', render: request => request.applicationType },
  { key: 'status', title: 'Status', width: 112, render: request => <StatusChip status={request.status} /> },
  { key: 'turnaround', title: 'Turnaround', width: 96, render: request => turnarounds[request.turnaround] },
  { key: 'words', title: 'Words', width: 72, align: 'right', render: request => count(request.wordCount) },
  {
    key: 'price',
    title: 'Price',
    width: 88,
    align: 'right',
    render: request => money(request.price, request.currency),
  },
  {
    key: 'revision',
    title: 'Revision',
    width: 80,
    align: 'right',
    optional: true,
    render: request => request.revision,
  },
  { key: 'email', title: 'E-mail', optional: true, render: request => request.studentEmail },
  { key: 'assignee', title: 'Assignee', width: 128, render: request => request.assignee?.name ?? dash },
  { key: 'due', title: 'Due', width: 112, align: 'right', render: request => <Time at={request.dueAt} show="date" /> },
  {
    key: 'created',
    title: 'Ordered',
    width: 88,
    align: 'right',
    render: request => <Time at={request.createdAt} className="dim" />,
  },
]
