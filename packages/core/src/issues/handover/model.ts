import type { IssueLinkKind } from '@quarterdeck/db'

/** A ticket or pull request of an issue. */
export interface IssueLinkDto {
  id: string
  kind: IssueLinkKind
  /** `waiting`: asked for, and being made. */
  status: 'waiting' | 'made' | 'failed'
  /** Such as `OPS-12` or `owner/repository#7`. */
  key: string | null
  url: string | null
  /** The provider's own word, as last heard; for pull requests draft, open, merged or closed. */
  state: string | null
  /** Nothing more happens there: done, merged or closed. */
  isDone: boolean
  /** What was proposed and not done, and why, a line each. */
  said: string[]
  /** Why the last try failed. */
  lastError: string | null
  /** When the next try or look is due. */
  nextAt: string | null
}

/** What can be handed over here. */
export interface IssueLinksDto {
  items: IssueLinkDto[]
  canCreateTicket: boolean
  canOpenPullRequest: boolean
  /** Whether a model may propose changes. */
  canPropose: boolean
  /** Files that it may change, by repository in lower case. */
  fixFiles: Record<string, string[]>
  /** The repository that was named last in this workspace, as `owner/name`. */
  lastRepository: string | null
}

/** What was said about an issue in one channel. */
export interface IssueNoticeDto {
  id: string
  channel: 'slack' | 'email' | 'webhook'
  /** The issue's status and severity when it was last said; null when nothing was said yet. */
  told: string | null
  lastError: string | null
  at: string
}
