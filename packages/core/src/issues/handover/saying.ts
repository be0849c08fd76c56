import type { Db, issueNotices } from '@quarterdeck/db'
import type { Facts } from './facts.ts'

export type NoticeRow = typeof issueNotices.$inferSelect

/** What a channel needs to say something. */
export interface Saying {
  facts: Facts
  notice: NoticeRow
  tries: number
  asked: number
  now: Date
  patience: number
  signal: AbortSignal
}

/** What a channel has said. */
export interface Said {
  /** A message that was not there before, rather than another text of it. */
  isNew: boolean
  /** The channel's name for it, to edit it by. */
  reference?: string
  /** What is part of saying it, in the transaction that keeps it. */
  write?: (tx: Db) => Promise<void>
}
