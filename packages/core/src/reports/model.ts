import type { ActivityKind, ReportBullet, ReportKind, ReportSection, ReportStage, ReportStatus } from '@quarterdeck/db'

export type { ReportBullet, ReportKind, ReportSection, ReportStage, ReportStatus }

/** A report that is being made, or could not be made. */
export interface ReportAttempt {
  id: string
  status: Exclude<ReportStatus, 'ready'>
  stage: ReportStage | null
  /** 0 to 1. */
  progress: number
  error: string | null
}

export interface ReportDto {
  id: string
  kind: ReportKind
  /** Whose work it tells of: one person's, a team's, or everybody's when both are null. */
  person: { id: string; name: string | null } | null
  team: { id: string; name: string } | null
  title: string
  timeZone: string
  /** Half-open. */
  periodStart: string
  periodEnd: string
  /** Its first day by that zone's calendar, and its last. */
  localDate: string
  lastDate: string
  status: ReportStatus
  stage: ReportStage | null
  /** 0 to 1. */
  progress: number
  error: string | null
  /** The newest try at another version of it that is not ready. */
  attempt: ReportAttempt | null
  /** The first claims, for a card: plain text without numbers of citations. */
  preview: string[]
  factCount: number
  eligibleCount: number
  citedCount: number
  /** Cited of eligible facts, 0 to 1; null where none was eligible. */
  coverage: number | null
  refusedClaims: number
  /** Null: written from templates. */
  model: string | null
  /** When facts came in that belong to its span and are not in it. */
  staleAt: string | null
  generatedAt: string | null
  /** Null: nobody asked, it was due. */
  requestedBy: { id: string; name: string | null } | null
  origin: 'product' | 'sample'
  createdAt: string
  updatedAt: string
}

/** The fact that a number of a report stands for. */
export interface ReportCitationDto {
  /** From 1, in the order in which claims cite them. */
  number: number
  factId: string
  url: string
  kind: ActivityKind
  /** Of the pull request, issue or release; a commit's first line. */
  title: string
  repository: { id: string; fullName: string }
  actor: { id: string; name: string } | null
  occurredAt: string
}

export interface RepositoryCoverage {
  repositoryId: string
  fullName: string
  used: number
  total: number
}

export interface ReportDetailDto extends ReportDto {
  sections: ReportSection[]
  citations: ReportCitationDto[]
  repositories: RepositoryCoverage[]
  markdown: string
  /** What readers must know of how it was made. */
  notices: string[]
  promptVersion: string | null
  inputTokens: number | null
  outputTokens: number | null
  /** In dollars. */
  cost: number | null
  /** The version that took its place; null while it is the one to read. */
  supersededById: string | null
  /** Reports of the same kind about the same people, of the time before and after. */
  previousId: string | null
  nextId: string | null
}

/** Why a fact needs no claim of its own. */
export type RoutineReason = 'bot' | 'merge' | 'version' | 'lockfile'

export interface ReportCoverageDto {
  id: string
  /** Facts of the span as they stand now. */
  facts: number
  eligible: number
  cited: number
  coverage: number | null
  repositories: RepositoryCoverage[]
  /** Eligible facts that no claim cites, newest first, at most 100. */
  missing: { factId: string; kind: ActivityKind; title: string; url: string; fullName: string; occurredAt: string }[]
  /** Facts that need no claim, by why. */
  routine: { reason: RoutineReason; facts: number }[]
}

export interface TeamDto {
  id: string
  name: string
  members: { actorId: string; login: string | null; name: string | null; personId: string | null }[]
  createdAt: string
  updatedAt: string
}
