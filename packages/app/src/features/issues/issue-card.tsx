import { Link } from '@tanstack/react-router'
import { points } from '../../format/number.ts'
import { Time } from '../../ui/time.tsx'
import styles from './issue-board.module.css'
import rowStyles from './issue-row.module.css'
import type { IssueItem } from './issue-row.tsx'
import { readIssueSearch } from './issue-search.ts'
import { SeverityMark } from './marks.tsx'

export interface IssueCardProps {
  issue: IssueItem
  chosen: boolean
  /** Null for whoever may not move it. */
  onDrag: ((issue: IssueItem | undefined) => void) | null
}

/** One issue on the board. */
export function IssueCard({ issue, chosen, onDrag }: IssueCardProps) {
  const recovered = issue.recoveredAt !== null
  return (
    <Link
      to="/issues"
      search={before => ({ ...readIssueSearch(before), i: issue.id })}
      activeOptions={{ includeSearch: true }}
      className={styles.card}
      data-chosen={chosen}
      data-row={issue.id}
      draggable={onDrag !== null}
      onDragStart={event => {
        event.dataTransfer.effectAllowed = 'move'
        onDrag?.(issue)
      }}
      onDragEnd={() => onDrag?.(undefined)}
    >
      <span className={styles.title}>
        <SeverityMark severity={issue.severity} recovered={recovered} /> {issue.title}
      </span>
      <span className={styles.facts}>
        <span>#{issue.number}</span>
        {recovered ? (
          <span className={rowStyles.rose}>recovered</span>
        ) : (
          issue.dropPoints !== null && <span className={rowStyles.fell}>{points(-issue.dropPoints)}</span>
        )}
        <span className="grow" />
        <span className="cut">{issue.assignee?.name}</span>
        <Time at={issue.detectedAt} />
      </span>
    </Link>
  )
}
