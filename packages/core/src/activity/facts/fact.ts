import type { ActivityKind, GitActorKind } from '@quarterdeck/db'

/** A repository as a webhook or the REST API describes it. What is left out stays as it is known. */
export interface NewRepository {
  ghId: number
  ghNodeId?: string | null
  fullName: string
  description?: string | null
  url: string
  homepage?: string | null
  language?: string | null
  defaultBranch?: string | null
  isPrivate?: boolean
  isFork?: boolean
  isArchived?: boolean
  stars?: number | null
  forks?: number | null
  openIssues?: number | null
  watchers?: number | null
  size?: number | null
  ghCreatedAt?: Date | null
  ghUpdatedAt?: Date | null
  ghPushedAt?: Date | null
  /** Our id of the installation that shows it. */
  installationId?: string
}

/** Who does things in repositories: by account, else by the address or name that a commit bears. */
export interface NewActor {
  ghId: number | null
  login: string | null
  name: string | null
  /** As it was written. */
  email: string | null
  avatarUrl: string | null
  kind: GitActorKind
}

/** A fact before it is kept. `contentHash` is made when it is saved. */
export interface NewFact {
  /** GitHub's number of the repository. */
  repository: number
  actor: NewActor | null
  kind: ActivityKind
  /** What it is a fact of, within the repository. */
  objectKey: string
  occurredAt: Date
  number: number | null
  title: string | null
  /** At most 512 characters. */
  text: string
  url: string
  additions: number | null
  deletions: number | null
  filesChanged: number | null
  details: Record<string, string | number | boolean | null>
  /** When GitHub says that it was last changed: what is older supersedes nothing. */
  ghUpdatedAt: Date | null
  /**
   * Told by something that leaves out figures or who did it, such as a list or a push: of what is known it changes the
   * title, if that is another, and nothing else.
   */
  partial?: boolean
}

/** A pull request as it stood at `ghUpdatedAt`. */
export interface NewPull {
  repository: number
  ghId: number
  number: number
  title: string
  state: 'open' | 'closed' | 'merged'
  isDraft: boolean
  author: NewActor | null
  url: string
  headRef: string | null
  baseRef: string | null
  additions: number | null
  deletions: number | null
  changedFiles: number | null
  openedAt: Date
  /** Of its commits the first; null where they were not asked for. The earliest that was ever told counts. */
  firstCommitAt: Date | null
  mergedAt: Date | null
  closedAt: Date | null
  ghUpdatedAt: Date
}

/** Facts that were taken back. What is removed stays so, whatever comes late; only a release may be published anew. */
export interface Removal {
  repository: number
  /** Of one fact; ending in a colon, of all that begin so. */
  objectKey: string
  /** Of an issue whose comments go with it. */
  number?: number
  at: Date
}

/** Commits that are there as things stand: a branch was written anew, or was read. */
export interface Rewrite {
  repository: number
  /** That was written anew; null where it was only read. */
  branch: string | null
  shas: string[]
  at: Date
}

/** What a delivery or a page of the REST API tells. */
export interface Told {
  /** Facts of repositories that are neither here nor known already are left out. */
  repositories: NewRepository[]
  facts: NewFact[]
  pulls: NewPull[]
  removals: Removal[]
  rewrites: Rewrite[]
}

export const nothingTold = (): Told => ({ repositories: [], facts: [], pulls: [], removals: [], rewrites: [] })
