import type { EssayItemStatus, EssaySatisfaction, EssayTurnaround } from '@quarterdeck/db'

export interface EssayItemDto {
  id: string
  itemId: string
  studentId: string | null
  /** Null: unknown. */
  channel: string | null
  isMultiDraft: boolean | null
  location: string | null
  draft: number
  /** `1` to `4`, or `5+`. */
  draftBucket: string
  wordCount: number
  turnaround: EssayTurnaround
  /** In minor units of the currency. */
  revenue: number
  currency: string
  /** Up to 9. */
  rating: number | null
  satisfaction: EssaySatisfaction | null
  status: EssayItemStatus
  submittedAt: string
  /** Negative: late by so much. */
  timeRemainingHours: number | null
  /** Null when it is not known; 0 hours left is not late. */
  isLate: boolean | null
  origin: 'product' | 'sample'
  updatedAt: string
}

/** A value that items have, with how many have it. */
export interface Facet {
  value: string
  essays: number
}

export interface EssayFacetsDto {
  total: number
  turnarounds: Facet[]
  statuses: Facet[]
  /** With `Unknown` for items that have none. */
  channels: Facet[]
  drafts: Facet[]
  customerTypes: Facet[]
  locations: Facet[]
}

export interface RefusedRow {
  /** Place in the list, from 0. */
  index: number
  code: 'invalid' | 'missing' | 'duplicate' | 'other_currency'
  message: string
}

export interface ImportEssaysResult {
  inserted: number
  updated: number
  unchanged: number
  rejected: RefusedRow[]
}
