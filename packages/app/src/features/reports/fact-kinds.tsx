import {
  type Icon,
  IconCircleCheck,
  IconCircleDot,
  IconEyeCheck,
  IconGitCommit,
  IconGitMerge,
  IconGitPullRequest,
  IconGitPullRequestClosed,
  IconMessage,
  IconMessageCode,
  IconTag,
} from '@tabler/icons-react'
import type { Citation } from './report.ts'

/** What somebody did, and its picture. */
export const factKinds: Readonly<Record<Citation['kind'], { name: string; icon: Icon }>> = {
  pr_opened: { name: 'Pull request opened', icon: IconGitPullRequest },
  pr_closed: { name: 'Pull request closed', icon: IconGitPullRequestClosed },
  pr_merged: { name: 'Pull request merged', icon: IconGitMerge },
  review_submitted: { name: 'Review', icon: IconEyeCheck },
  review_comment: { name: 'Review comment', icon: IconMessageCode },
  issue_opened: { name: 'GitHub issue opened', icon: IconCircleDot },
  issue_closed: { name: 'GitHub issue closed', icon: IconCircleCheck },
  issue_comment: { name: 'Comment', icon: IconMessage },
  commit: { name: 'Commit', icon: IconGitCommit },
  release_published: { name: 'Release', icon: IconTag },
}
