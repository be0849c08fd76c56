import type { ActivityKind, GitActorKind, InstallationStatus, SyncStage, SyncTrigger } from '@quarterdeck/db'

export type { ActivityKind, GitActorKind, InstallationStatus, SyncStage, SyncTrigger } from '@quarterdeck/db'

export const activityKinds = [
  'pr_opened',
  'pr_closed',
  'pr_merged',
  'review_submitted',
  'review_comment',
  'issue_opened',
  'issue_closed',
  'issue_comment',
  'commit',
  'release_published',
] as const satisfies ActivityKind[]

/** Who did something in a repository, as facts and lists name them. */
export interface ActorRefDto {
  id: string
  /** Null where only a commit's author is known. */
  login: string | null
  name: string | null
  avatarUrl: string | null
  kind: GitActorKind
  /** The member who this is. */
  personId: string | null
}

export interface RepositoryRefDto {
  id: string
  /** `owner/name`. */
  fullName: string
}

/** Something that somebody did in a repository. */
export interface FactDto {
  id: string
  kind: ActivityKind
  /** Within the repository: `commit:<sha>`, `pr:12:merged:<when>`, `comment:34`. */
  objectKey: string
  occurredAt: string
  /** Of the pull request or issue. */
  number: number | null
  /** Of the pull request, issue or release; a commit's first line. */
  title: string | null
  /** The fact in a line, at most 512 characters. */
  text: string
  url: string
  additions: number | null
  deletions: number | null
  filesChanged: number | null
  /** State, branch, sha and the like, by kind. */
  details: Record<string, string | number | boolean | null>
  repository: RepositoryRefDto
  actor: ActorRefDto | null
}

/** One fact with what became of it. */
export interface FactDetailDto extends FactDto {
  /** What it says now, where it was edited since; a report may cite the words before. */
  supersededById: string | null
  supersededAt: string | null
  /** When it was taken back: a deleted comment. */
  removedAt: string | null
  via: 'webhook' | 'sync' | 'sample'
  /** When we learned of it. */
  createdAt: string
}

/** A figure, and the same of the period of equal length before. */
export interface ComparedFigure {
  /** Null where nothing was there to measure. */
  value: number | null
  previous: number | null
  /** value - previous. */
  change: number | null
  /** Of `previous`, in percent; 100 where there was nothing before and is something now, 0 where there is nothing in either. */
  percent: number | null
}

export interface CycleTimeDto {
  /** Medians of merged pull requests, in hours: first commit → merge. */
  total: ComparedFigure
  /** First commit → first review by somebody else. */
  toReview: ComparedFigure
  /** First review → merge. */
  toMerge: ComparedFigure
  /** Merged pull requests that it is made from, in the period. */
  pullRequests: number
}

/** One day by the workspace's calendar. */
export interface ActivityDayDto {
  day: string
  pullRequests: number
  commits: number
  reviews: number
}

export interface RepositoryKpisDto {
  from: string
  to: string
  /** The span before that it is compared with. */
  previous: { from: string; to: string }
  timeZone: string
  pullRequests: ComparedFigure
  reviews: ComparedFigure
  commits: ComparedFigure
  contributors: ComparedFigure
  cycleTime: CycleTimeDto
  /** Every day of the span, also those on which nothing was done. */
  days: ActivityDayDto[]
  breakdown: { kind: ActivityKind; count: number; share: number; perDay: number }[]
}

export interface RepositoryDto extends RepositoryRefDto {
  owner: string
  name: string
  description: string | null
  url: string
  language: string | null
  defaultBranch: string | null
  isPrivate: boolean
  isFork: boolean
  isArchived: boolean
  isTracked: boolean
  /** When the app lost sight of it. */
  removedAt: string | null
  installationId: string | null
  /** In the 30 days before now. */
  factsLast30Days: number
  lastFactAt: string | null
  /** Everything up to here was fetched. */
  syncedUntil: string | null
  stars: number | null
  sample: boolean
}

export interface RepositoryDetailDto extends RepositoryDto {
  homepage: string | null
  forks: number | null
  openIssues: number | null
  watchers: number | null
  /** In kilobytes. */
  size: number | null
  ghCreatedAt: string | null
  ghPushedAt: string | null
}

/** A line of the who-did-what table. */
export interface ContributorDto {
  actor: ActorRefDto
  counts: Record<ActivityKind, number>
  total: number
  lastFactAt: string
}

export interface ActorDto extends ActorRefDto {
  email: string | null
  person: { id: string; name: string | null } | null
  factsLast30Days: number
  lastFactAt: string | null
  sample: boolean
}

export interface ActorKpisDto {
  from: string
  to: string
  previous: { from: string; to: string }
  timeZone: string
  pullRequests: ComparedFigure
  merged: ComparedFigure
  reviews: ComparedFigure
  commits: ComparedFigure
  days: ActivityDayDto[]
  repositories: { repository: RepositoryRefDto; count: number }[]
}

export interface FactSearchResult {
  mode: 'hybrid' | 'lexical'
  items: (FactDto & { score: number })[]
  /** Pass it back as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

export interface InstallationDto {
  id: string
  /** GitHub's number of it. */
  installationId: number
  accountLogin: string
  accountType: string
  repositorySelection: 'all' | 'selected'
  status: InstallationStatus
  repositories: number
  trackedRepositories: number
  lastSyncedAt: string | null
  lastManualSyncAt: string | null
  lastSyncError: string | null
  createdAt: string
  sample: boolean
}

export interface SyncBatchDto {
  id: string
  installationId: string
  accountLogin: string
  trigger: SyncTrigger
  status: 'running' | 'completed' | 'failed'
  since: string
  requestedBy: { id: string; name: string | null } | null
  totalRepos: number
  completedRepos: number
  failedRepos: number
  facts: number
  /** Why it ended, or what it waits for. */
  error: string | null
  createdAt: string
  completedAt: string | null
}

export interface SyncJobDto {
  id: string
  batchId: string
  repository: RepositoryRefDto
  status: 'pending' | 'running' | 'blocked' | 'completed' | 'failed'
  stage: SyncStage | null
  /** 0 to 1. */
  progress: number
  pages: number
  facts: number
  blockedUntil: string | null
  attempts: number
  error: string | null
  startedAt: string | null
  completedAt: string | null
}

export interface SyncStatusDto {
  state: 'idle' | 'syncing' | 'blocked' | 'error' | 'recovering'
  canSyncNow: boolean
  /** Why not, as a sentence. */
  reason: string | null
  /** Until a manual sync is allowed again, in milliseconds; 0 when it is. */
  cooldownMs: number
  /** Until when the sync that runs waits as a whole, and what for. */
  blockedUntil: string | null
  blockedBy: string | null
  batchProgress: {
    batchId: string
    totalRepos: number
    completedRepos: number
    failedRepos: number
    /** 0 to 1, of all repositories together. */
    progress: number
    facts: number
    currentRepo: string | null
    startedAt: string
  } | null
  lastSyncedAt: string | null
  lastSyncError: string | null
  rate: { remaining: number | null; resetAt: string | null }
}

/** What became of facts that were told: a repeat changes nothing, nor does what is older than what is known. */
export interface SavedFacts {
  added: number
  superseded: number
  unchanged: number
  stale: number
}
