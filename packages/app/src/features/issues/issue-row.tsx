import { Link } from '@tanstack/react-router'
import type { Outputs } from '../../data/api.ts'
import { points } from '../../format/number.ts'
import { zScore } from '../../format/statistics.ts'
import { Time } from '../../ui/time.tsx'
import styles from './issue-row.module.css'
import { readIssueSearch, statuses } from './issue-search.ts'
import { SeverityMark } from './marks.tsx'

export type IssueItem = Outputs['issues']['list']['items'][number]

/** One issue in the list: how bad, what, since when, and where it stands. */
export function IssueRow({ issue, chosen }: { issue: IssueItem; chosen: boolean }) {
  const recovered = issue.recoveredAt !== null
  return (
    <Link
      to="/issues"
      search={before => ({ ...readIssueSearch(before), i: issue.id })}
      activeOptions={{ includeSearch: true }}
      className={styles.row}
      data-chosen={chosen}
      data-row={issue.id}
    >
      <SeverityMark severity={issue.severity} recovered={recovered} />
      <span className={`${styles.title} cut`}>{issue.title}</span>
      <Time at={issue.detectedAt} className={styles.age} />
      <span className={styles.facts}>
        <span className="cut">{issue.funnelName ?? 'Opened by hand'}</span>
        <span>#{issue.number}</span>
        {recovered ? (
          <span className={styles.rose}>recovered</span>
        ) : (
          issue.dropPoints !== null && <span className={styles.fell}>{points(-issue.dropPoints)}</span>
        )}
        {issue.z !== null && issue.kind !== 'silence' && <span>{zScore(issue.z)}</span>}
        <span className="grow" />
        <span>{issue.assignee ? `${statuses[issue.status]} · ${issue.assignee.name}` : statuses[issue.status]}</span>
      </span>
    </Link>
  )
}
