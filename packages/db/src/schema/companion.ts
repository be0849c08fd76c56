import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { workspaces } from './identity.ts'

/** `command`: a tool that somebody ran themselves, without a model. */
export type CompanionRole = 'user' | 'assistant' | 'command'
export type CompanionStatus = 'writing' | 'done' | 'failed'
export type CompanionToolName = 'dashboard' | 'compare_periods' | 'top_movers' | 'sql' | 'chart'

/** A number of an answer: where it stands in the text, and the call whose result holds it; null when none does. */
export interface CompanionNumber {
  start: number
  end: number
  call: number | null
}

export interface CompanionTable {
  name: string
  columns: string[]
  rows: (string | number | boolean | null)[][]
  /** There was more than is kept. */
  cut: boolean
}

/** A chart as data. */
export interface CompanionChart {
  title: string
  kind: 'line' | 'bar'
  x: string[]
  series: { name: string; values: (number | null)[] }[]
}

/** What a call came to. */
export interface CompanionResult {
  /** What was asked, in words, such as the days that a filter meant. */
  about: string
  tables: CompanionTable[]
  chart?: CompanionChart
}

const workspaceId = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

const threadId = () =>
  uuid()
    .notNull()
    .references(() => companionThreads.id, { onDelete: 'cascade' })

/** What one person, or one program, asked the companion about one thing. */
export const companionThreads = pgTable(
  'companion_threads',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** A person's id, or a key's: nobody else sees it. */
    ownerId: uuid().notNull(),
    title: text().notNull(),
    lastSeq: integer().notNull().default(0),
    /** Counts every message that came or changed. */
    lastChange: integer().notNull().default(0),
    /** Calls are numbered through the thread, so that a later answer can name an earlier result. */
    lastCall: integer().notNull().default(0),
    lastMessageAt: moment().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [index('companion_threads_by_owner').on(table.workspaceId, table.ownerId, table.lastMessageAt, table.id)],
)

export const companionMessages = pgTable(
  'companion_messages',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    threadId: threadId(),
    /** From 1, without gaps: taken under the lock of the thread's row. */
    seq: integer().notNull(),
    /** The thread's `last_change` when this was last touched. */
    change: integer().notNull(),
    role: text().$type<CompanionRole>().notNull(),
    status: text().$type<CompanionStatus>().notNull(),
    content: text().notNull().default(''),
    /** Why there is no answer, or only part of one. */
    failure: text(),
    numbers: jsonb().$type<CompanionNumber[]>().notNull().default([]),
    /** The sender's own name for it: sent twice, it is stored once. */
    clientId: text(),
    model: text(),
    tokens: integer(),
    /** Millionths of a US dollar. */
    costMicros: integer(),
    latencyMs: integer(),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('companion_messages_by_seq').on(table.threadId, table.seq),
    uniqueIndex('companion_messages_by_change').on(table.threadId, table.change),
    uniqueIndex('companion_messages_once').on(table.threadId, table.clientId),
    index('companion_messages_by_time').on(table.workspaceId, table.createdAt),
  ],
)

/** A use of a tool, with what it was asked and what it gave: what the numbers of an answer are linked to. */
export const companionCalls = pgTable(
  'companion_calls',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    threadId: threadId(),
    messageId: uuid()
      .notNull()
      .references(() => companionMessages.id, { onDelete: 'cascade' }),
    /** Through the thread, from 1: an answer names it as `[q1]`. */
    number: integer().notNull(),
    /** The step that made it: done again after a crash, it is one call. */
    place: text().notNull(),
    /** As the model wrote it: not always a tool of ours. */
    tool: text().notNull(),
    args: jsonb().$type<unknown>(),
    /** Null when it was refused. */
    result: jsonb().$type<CompanionResult>(),
    /** Why it was refused, or went wrong. */
    error: text(),
    milliseconds: integer().notNull(),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('companion_calls_by_number').on(table.threadId, table.number),
    uniqueIndex('companion_calls_once').on(table.messageId, table.place),
  ],
)
