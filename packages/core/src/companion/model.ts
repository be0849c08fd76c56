import type { CompanionNumber, CompanionResult, CompanionRole, CompanionStatus } from '@quarterdeck/db'

export type { CompanionChart, CompanionTable, CompanionToolName } from '@quarterdeck/db'

export interface ThreadDto {
  id: string
  title: string
  /** How many messages it has. */
  messages: number
  /** An answer is being written. */
  writing: boolean
  lastMessageAt: string
  createdAt: string
}

/** A use of a tool: `[q<number>]` in an answer. Of long results the first rows; all of them by `companion.result`. */
export interface CallDto {
  number: number
  tool: string
  args: unknown
  result: CompanionResult | null
  /** Why it was refused or went wrong; null when it did not. */
  error: string | null
  milliseconds: number
  createdAt: string
}

export interface CompanionMessageDto {
  id: string
  threadId: string
  seq: number
  /** Of the thread, when this last changed: what changed later has a greater one. */
  change: number
  role: CompanionRole
  status: CompanionStatus
  content: string
  /** Why there is no answer, or only part of one. */
  failure: string | null
  numbers: CompanionNumber[]
  calls: CallDto[]
  model: string | null
  tokens: number | null
  /** Millionths of a US dollar. */
  costMicros: number | null
  latencyMs: number | null
  createdAt: string
}

export interface CompanionMessagePage {
  /** Oldest first. */
  items: CompanionMessageDto[]
  /** Pass it as `before` for what was said earlier; null at the beginning. */
  before: number | null
}

/** A piece of an answer as it grows; nobody stores it. */
export interface CompanionDelta {
  type: 'delta'
  messageId: string
  offset: number
  text: string
}

export type CompanionEvent = { type: 'message'; message: CompanionMessageDto } | CompanionDelta

/** What the companion can do in this installation. */
export interface AbilitiesDto {
  /** Null without a language model: its tools can be run by hand. */
  model: string | null
  tools: { name: string; description: string; parameters: Record<string, unknown> }[]
  /** What SQL may read, with the columns of each. */
  views: { name: string; columns: string[] }[]
  /** Why SQL cannot be asked; null when it can. */
  noSql: string | null
}
