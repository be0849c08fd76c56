import type { IssueHistoryKind, IssueKind, IssueStatus, Severity } from '@quarterdeck/db'
import type { Rated } from '../tracking/index.ts'
import type { Explanation } from './diagnosis-model.ts'
import type { EvidenceFact } from './evidence-model.ts'
import type { FixDto } from './fix-model.ts'

export type { Claim } from './diagnosis-model.ts'
export type { EvidenceDto, EvidenceFact } from './evidence-model.ts'
export type { FixDto } from './fix-model.ts'

export interface IssueDto {
  id: string
  /** Counted per workspace, for people to quote. */
  number: number
  title: string
  funnelId: string | null
  funnelName: string | null
  step: string
  /** From 0. */
  stepIndex: number
  /** How many steps the funnel has. */
  steps: number
  lastStep: string
  kind: IssueKind
  severity: Severity
  status: IssueStatus
  /** Statuses that it may go to from here. */
  nextStatuses: IssueStatus[]
  detectedAt: string
  lastSeenAt: string
  /** How many findings, at least five minutes apart, this issue stands for. */
  occurrences: number
  recoveredAt: string | null
  /** Percentage points, positive when the rate fell. */
  dropPoints: number | null
  z: number | null
  p: number | null
  current: Rated | null
  baseline: Rated | null
  currentWindow: { from: string; to: string } | null
  baselineWindow: { from: string; to: string } | null
  assignee: { id: string; name: string } | null
  /** The settled issue that this one is the return of. */
  regressionOf: string | null
  fixedAt: string | null
  /** The last measurement after the fix. */
  fix: FixDto | null
  source: 'product' | 'sample'
}

/** How many issues stand in each status; those in which none stands are left out. */
export interface IssueCounts {
  items: { status: IssueStatus; issues: number }[]
}

export interface IssueHistoryDto {
  id: string
  at: string
  kind: IssueHistoryKind
  from: IssueStatus | null
  to: IssueStatus | null
  actor: { kind: 'person' | 'key' | 'system'; name: string }
  note: string | null
  data: Record<string, unknown> | null
}

/** One attempt to explain an issue. */
export interface DiagnosisDto extends Explanation {
  id: string
  /** Who wrote it: a model, the program from the evidence alone, or somebody by hand. */
  source: 'model' | 'evidence' | 'person'
  /** The facts that were known when it was made; claims cite them by id. */
  evidence: EvidenceFact[]
  model: string | null
  /** Why no model's answer is here, when one was asked. */
  failure: string | null
  promptTokens: number | null
  completionTokens: number | null
  /** Millionths of a US dollar; null when the model's price is not known. */
  costMicros: number | null
  milliseconds: number
  createdAt: string
}

/** What a scan did, in issues. */
export interface DetectionResult {
  opened: number
  updated: number
  recovered: number
}

/** Statuses in which nobody has to do anything any more. */
export const settledStatuses: readonly IssueStatus[] = ['verified', 'closed', 'false_alarm']

const transitions: Record<IssueStatus, readonly IssueStatus[]> = {
  open: ['diagnosed', 'fixing', 'fixed', 'closed', 'false_alarm'],
  diagnosed: ['open', 'fixing', 'fixed', 'closed', 'false_alarm'],
  fixing: ['open', 'diagnosed', 'fixed', 'closed', 'false_alarm'],
  fixed: ['fixing', 'measuring', 'verified', 'closed', 'false_alarm'],
  measuring: ['fixing', 'verified', 'closed', 'false_alarm'],
  verified: ['closed', 'open'],
  closed: ['open'],
  false_alarm: ['open'],
}

/** Where an issue may go from a status: onwards, back a step when it was too early, or out as a false alarm. */
export const nextStatuses = (status: IssueStatus): IssueStatus[] => [...transitions[status]]
