import type { EssayDocument, EssayHistoryKind, EssayRequestStatus, Turnaround } from '@quarterdeck/db'

/** Somebody by name, as others may see them. */
export interface NamedPerson {
  id: string
  name: string
}

/** A request without its texts, as lists show it. Customers see scores once it is completed, and no drafts' versions. */
export interface EssayRequestDto {
  id: string
  /** Counted per workspace, for people to quote. */
  number: number
  /** The customer's account; null when staff made it for somebody without one. */
  owner: { id: string; name: string | null; email: string | null } | null
  studentName: string
  studentEmail: string
  applicationType: string
  programPrompt: string
  /** Of the original. */
  wordCount: number
  turnaround: Turnaround
  /** In minor units, such as cents. */
  price: number
  /** ISO 4217. */
  currency: string
  dueAt: string
  /** Open, and past due. */
  overdue: boolean
  comments: string | null
  status: EssayRequestStatus
  assignee: NamedPerson | null
  /** 5 to 9. */
  currentScore: number | null
  potentialScore: number | null
  /** The first request of the same essay; null in the first itself. */
  rootId: string | null
  /** From 1. */
  revision: number
  /** The draft that the edited text is; 0 without one. Save the next one with it as `baseVersion`. */
  version: number
  completedAt: string | null
  cancelledAt: string | null
  sample: boolean
  createdAt: string
  updatedAt: string
}

/** The same with its texts; customers see the edited one once it is completed. */
export interface EssayRequestDetailDto extends EssayRequestDto {
  original: EssayDocument
  edited: EssayDocument | null
  /** All requests of the same essay that the caller may see, by revision; this one too. */
  revisions: { id: string; number: number; revision: number; status: EssayRequestStatus }[]
}

/** What a text would cost and when it would be done, as of now. */
export interface QuoteDto {
  wordCount: number
  turnaround: Turnaround
  /** In minor units. */
  price: number
  /** Its words alone would cost less. */
  isMinimum: boolean
  currency: string
  dueAt: string
}

export interface EssayRate {
  /** In minor units, to four decimals. */
  pricePerWord: number
  /** From the order to the due time. */
  hours: number
}

export interface EssayRatesDto {
  /** ISO 4217. */
  currency: string
  /** In minor units. */
  minimumPrice: number
  rates: Record<Turnaround, EssayRate>
}

/** A draft without its text. */
export interface EssayVersionDto {
  version: number
  /** What its author had seen last. */
  baseVersion: number
  /** `conflict`: somebody else had saved meanwhile; it is kept here and was never the edited text. */
  state: 'saved' | 'conflict'
  wordCount: number
  currentScore: number | null
  potentialScore: number | null
  author: NamedPerson | null
  at: string
}

export interface EssayVersionDetailDto extends EssayVersionDto {
  content: EssayDocument
}

/**
 * What comes with CONFLICT when somebody saved meanwhile, as `data.details` of the error: their text, and under which
 * version the refused one is kept.
 */
export interface EssayConflict {
  newer: EssayVersionDetailDto
  /** Null where nothing was refused but the moment, as with `finish`. */
  keptAs: number | null
}

export interface EssayHistoryDto {
  id: string
  at: string
  kind: EssayHistoryKind
  fromStatus: EssayRequestStatus | null
  toStatus: EssayRequestStatus | null
  actor: { kind: 'person' | 'key' | 'system'; id: string | null; name: string }
  note: string | null
  data: Record<string, unknown> | null
}

export interface EssayShareDto {
  id: string
  /** `finish`: it went to the student by e-mail. */
  madeBy: 'finish' | 'share'
  author: NamedPerson | null
  createdAt: string
  expiresAt: string
  revokedAt: string | null
  /** Whether it opens the essay now. */
  active: boolean
  views: number
  lastViewAt: string | null
}

/** With the link itself, which is given this once. */
export interface CreatedEssayShareDto extends EssayShareDto {
  url: string
}

/** The e-mail that finishing sends; its link is made only then. */
export interface FinishPreviewDto {
  to: string
  subject: string
  text: string
}

/** What a link shows to whoever has it: nothing that says who works on it, or where to write to the student. */
export interface SharedEssayDto {
  number: number
  studentName: string
  applicationType: string
  programPrompt: string
  original: EssayDocument
  edited: EssayDocument
  changes: EssayChanges
  currentScore: number | null
  potentialScore: number | null
  revision: number
  completedAt: string
  expiresAt: string
}

/** Words that stayed, came or went. A line break stands where a paragraph ends. */
export interface EssaySegment {
  kind: 'same' | 'added' | 'removed'
  text: string
}

/** What was changed from the original to the edited text, word by word. */
export interface EssayChanges {
  segments: EssaySegment[]
  addedWords: number
  removedWords: number
  /** The texts have too little in common for words to be told apart: whole paragraphs are compared. */
  coarse: boolean
}

export interface EssayStatsDto {
  /** Submitted and in progress. */
  current: number
  /** Of these, due within 24 hours; the overdue ones are among them. */
  dueSoon: number
  overdue: number
  /** Of the current ones, those that nobody has. */
  unassigned: number
  completedLast7Days: number
  byStatus: Record<EssayRequestStatus, number>
}
