import { type SQL, sql } from 'drizzle-orm'
import { moments, type Scope } from '../kernel/index.ts'
import { type EssayFilters, unknown } from './filters.ts'

type Dimensions = Pick<EssayFilters, 'turnaround' | 'status' | 'channel' | 'draft' | 'customerType'>

/** A row's bucket: `5+` holds the fifth draft and all later ones. */
export const draftBucket = sql.raw(`(case when i.draft >= 5 or i.draft_plus then '5+' else i.draft::text end)`)

/** What the filters ask of items (as `i`), days aside. None of it refers to a student: only to the item itself. */
export function chosen({ turnaround, status, channel, draft, customerType }: Dimensions): SQL {
  const parts = [
    turnaround && sql`i.turnaround = ${turnaround}`,
    status && sql`i.status = ${status}`,
    channel && (channel === unknown ? sql`i.channel is null` : sql`i.channel = ${channel}`),
    draft &&
      (draft === '5+' ? sql`(i.draft >= 5 or i.draft_plus)` : sql`(i.draft = ${Number(draft)} and not i.draft_plus)`),
    // Whether it is unknown or not so: only those who surely send several are multi.
    customerType && (customerType === 'multi' ? sql`i.is_multi_draft` : sql`i.is_multi_draft is not true`),
  ].filter(part => part !== undefined && part !== '')
  return parts.length > 0 ? sql.join(parts as SQL[], sql` and `) : sql`true`
}

/** Items of a workspace in a half-open span of time, as `i`. */
export const itemsWithin = (
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { start, end }: { start: Date; end: Date },
): SQL =>
  sql`i.workspace_id = ${workspaceId} and i.submitted_at >= ${moments(start)} and i.submitted_at < ${moments(end)}`
