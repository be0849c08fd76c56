import { Link } from '@tanstack/react-router'
import { Mark } from '../../ui/chip.tsx'
import { useNow } from '../../ui/clock.tsx'
import { Time } from '../../ui/time.tsx'
import row from '../issues/issue-row.module.css'
import { dueInWords } from '../support/due-words.ts'
import { type EssayItem, isOpen, statuses, turnarounds } from './essay.ts'
import { withChosen } from './request-search.ts'

/** How much a request presses: red when it is overdue, amber when it is due within a day. */
export function DueMark({ request }: { request: EssayItem }) {
  const now = useNow()
  if (!isOpen(request)) {
    const { tone, name } = statuses[request.status]
    return <Mark tone={tone} label={name} />
  }
  const left = Date.parse(request.dueAt) - now
  return (
    <Mark tone={left < 0 ? 'red' : left < 86_400_000 ? 'amber' : 'neutral'} label={dueInWords(request.dueAt, now)} />
  )
}

/** One request in the list: how it presses, whose essay, for what, how long, and whose hands it is in. */
export function RequestRow({ request, chosen }: { request: EssayItem; chosen: boolean }) {
  const { id, number, studentName, applicationType, revision, status, turnaround, assignee, wordCount } = request
  return (
    <Link
      to="/essay-requests"
      search={before => withChosen(before, id)}
      activeOptions={{ includeSearch: true }}
      className={row.row}
      data-chosen={chosen}
      data-row={id}
    >
      <DueMark request={request} />
      <span className={`${row.title} cut`}>
        {studentName}: {applicationType}
      </span>
      <Time at={request.createdAt} className={row.age} />
      <span className={row.facts}>
        <span>#{number}</span>
        {revision > 1 && <span>rev. {revision}</span>}
        <span>{turnarounds[turnaround]}</span>
        <span className="cut">{wordCount} words</span>
        <span className="grow" />
        <span className="cut">
          {statuses[status].name}
          {isOpen(request) && ` · ${assignee?.name ?? 'nobody'}`}
        </span>
      </span>
    </Link>
  )
}
