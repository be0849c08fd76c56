import {
  type Icon,
  IconCircleCheck,
  IconCircleDot,
  IconGitCommit,
  IconGitMerge,
  IconGitPullRequest,
  IconGitPullRequestClosed,
  IconMessage,
  IconMessageCode,
  IconTag,
  IconZoomCheck,
} from '@tabler/icons-react'
import styles from './activity.module.css'
import { type FactKind, kinds } from './kinds.ts'

const icons: Readonly<Record<FactKind, Icon>> = {
  pr_opened: IconGitPullRequest,
  pr_merged: IconGitMerge,
  pr_closed: IconGitPullRequestClosed,
  commit: IconGitCommit,
  review_submitted: IconZoomCheck,
  review_comment: IconMessageCode,
  issue_opened: IconCircleDot,
  issue_closed: IconCircleCheck,
  issue_comment: IconMessage,
  release_published: IconTag,
}

/** What somebody did: a sign, and its words unless the row has no room for them. */
export function KindMark({ kind, quiet = false }: { kind: FactKind; quiet?: boolean }) {
  const KindIcon = icons[kind]
  const { name, tone } = kinds[kind]
  return (
    <span className={styles.kind} data-tone={tone} title={quiet ? name : undefined}>
      <KindIcon size={16} aria-hidden />
      <span className={quiet ? 'sr-only' : undefined}>{name}</span>
    </span>
  )
}
