import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../data/api.ts'
import { count } from '../../format/number.ts'
import { useLiveQuery } from '../../live/use-live-query.ts'
import { byCursor, useLiveRows } from '../../live/use-live-rows.ts'
import { useMay } from '../../shell/may.tsx'
import { ListPane } from '../../ui/list-pane.tsx'
import { tell, tellFailure } from '../../ui/toast.ts'
import styles from './issue-board.module.css'
import { IssueCard, type IssueCardProps } from './issue-card.tsx'
import { useIssueFilters } from './issue-filters.tsx'
import type { IssueItem } from './issue-row.tsx'
import { type IssueSearch, type Status, statuses, statusNames } from './issue-search.ts'

/** A column holds this many cards before it asks for more. */
const pageSize = 20

/** A column for each status, in the order of an issue's life. Cards move by dragging, or with the key `s`. */
export function IssueBoard({ search }: { search: IssueSearch }) {
  const { trpc } = useApi()
  const filters = useIssueFilters(search)
  const counts = useLiveQuery(trpc.issues.counts.queryOptions(filters)).data?.items
  const countOf = (status: Status) => counts && (counts.find(each => each.status === status)?.issues ?? 0)
  const mayWrite = useMay('write')
  const [dragged, setDragged] = useState<IssueItem>()
  const set = useMutation(
    trpc.issues.setStatus.mutationOptions({
      onSuccess: issue => tell(`#${issue.number} is now ${statuses[issue.status].toLowerCase()}.`),
      onError: tellFailure,
    }),
  )
  return (
    // Scrolls sideways, so that the keyboard must be able to reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
    <section className={styles.board} aria-label="Board" tabIndex={0}>
      {statusNames.map(status => (
        <BoardColumn
          key={status}
          status={status}
          filters={filters}
          issues={countOf(status)}
          chosen={search.i}
          takes={dragged && (dragged.status === status ? 'own' : dragged.nextStatuses.includes(status))}
          onDrag={mayWrite ? setDragged : null}
          onDrop={() => {
            if (dragged?.nextStatuses.includes(status)) set.mutate({ id: dragged.id, status })
            setDragged(undefined)
          }}
        />
      ))}
    </section>
  )
}

interface BoardColumnProps {
  status: Status
  filters: ReturnType<typeof useIssueFilters>
  issues: number | undefined
  chosen: string | undefined
  /** Whether the card that is dragged may be put here; undefined while none is. */
  takes: boolean | 'own' | undefined
  onDrag: IssueCardProps['onDrag']
  onDrop: () => void
}

function BoardColumn({ status, filters, issues, chosen, takes, onDrag, onDrop }: BoardColumnProps) {
  const { trpc } = useApi()
  const list = useLiveRows(trpc.issues.list.infiniteQueryOptions({ ...filters, status, limit: pageSize }, byCursor))
  return (
    <section
      className={styles.column}
      aria-label={statuses[status]}
      data-takes={takes}
      onDragOver={event => takes === true && event.preventDefault()}
      onDrop={onDrop}
    >
      <h2 className={styles.head}>
        {statuses[status]} <span className="dim">{issues === undefined ? '' : count(issues)}</span>
      </h2>
      <div className={styles.cards}>
        <ListPane list={list} empty={null} compact>
          {rows =>
            rows.map(issue => <IssueCard key={issue.id} issue={issue} chosen={issue.id === chosen} onDrag={onDrag} />)
          }
        </ListPane>
      </div>
    </section>
  )
}
