import { sql } from 'drizzle-orm'
import type { EssayItemDto } from './model.ts'

/** An item as hand-written SQL gives it: select `itemColumns` from `essay_items i`. */
export type ItemRow = Omit<EssayItemDto, 'draftBucket' | 'isLate'> & { draftPlus: boolean }

const iso = (name: string) => `to_char(i.${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const itemColumns = sql.raw(`i.id, i.item_id as "itemId", i.student_id as "studentId", i.channel,
  i.is_multi_draft as "isMultiDraft", i.location, i.draft, i.draft_plus as "draftPlus", i.word_count as "wordCount",
  i.turnaround, i.revenue::float8 as revenue, i.currency, i.rating::float8 as rating, i.satisfaction, i.status,
  ${iso('submitted_at')} as "submittedAt", i.time_remaining_hours::float8 as "timeRemainingHours", i.origin,
  ${iso('updated_at')} as "updatedAt"`)

export function toItemDto(row: ItemRow): EssayItemDto {
  const { draftPlus, ...item } = row
  const remaining = item.timeRemainingHours
  return {
    ...item,
    draftBucket: draftPlus || item.draft >= 5 ? '5+' : String(item.draft),
    isLate: remaining === null ? null : remaining < 0,
  }
}
