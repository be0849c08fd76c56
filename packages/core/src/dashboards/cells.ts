import type { EssayItemStatus, EssayTurnaround } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import {
  chosen,
  type DraftBucket,
  draftBucket,
  type EssayFilters,
  itemsWithin,
  type Periods,
  unknown,
} from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import { analyse } from '../tracking/index.ts'

/** What is counted of items that have something in common. */
export interface Counts {
  essays: number
  /** In minor units. */
  revenue: number
  rated: number
  /** In hundredths. */
  ratingSum: number
  ePlus: number
  e: number
  eMinus: number
  /** Those of which the time that remains is known. */
  timed: number
  onTime: number
  late: number
  /** Late by more than 12 hours, up to 24; and by more than 24. */
  lateWarning: number
  lateCritical: number
}

/** Items of one turnaround, status and draft: what the formulas add up. */
export interface Cell extends Counts {
  turnaround: EssayTurnaround
  status: EssayItemStatus
  draft: DraftBucket
}

/** Two periods of whatever it is. */
export interface Both<Thing> {
  current: Thing
  previous: Thing
}

export interface Question {
  scope: Scope
  filters: EssayFilters
  periods: Periods
}

/** Each sum by its column. */
const sums = {
  essays: 'essays',
  revenue: 'revenue',
  rated: 'rated',
  ratingSum: 'rating_sum',
  ePlus: 'e_plus',
  e: 'e',
  eMinus: 'e_minus',
  timed: 'timed',
  onTime: 'on_time',
  late: 'late',
  lateWarning: 'late_warning',
  lateCritical: 'late_critical',
} satisfies Record<keyof Counts, string>

const summed = sql.raw(
  Object.entries(sums)
    // Of items without a rating or a time, none has a value to add up.
    .map(([name, column]) => `coalesce(sum(${column}), 0)::float8 as "${name}"`)
    .join(', '),
)

/** What items have in common that are counted together. */
type Key = 'turnaround' | 'status' | 'channel' | 'draft' | 'multi'

/** Tables of days that were counted beforehand, those with the fewest rows first. */
const rollups: readonly { table: string; keys: readonly Key[] }[] = [
  { table: 'essay_day_channels', keys: ['status', 'channel'] },
  { table: 'essay_day_drafts', keys: ['turnaround', 'status', 'draft'] },
  { table: 'essay_days', keys: ['turnaround', 'status', 'channel', 'draft', 'multi'] },
]

/** In the days that were counted beforehand, under the names that `chosen` gives items. */
function chosenDays({ turnaround, status, channel, draft, customerType }: EssayFilters): Map<Key, SQL> {
  const parts = new Map<Key, SQL>()
  if (turnaround) parts.set('turnaround', sql`d.turnaround = ${turnaround}`)
  if (status) parts.set('status', sql`d.status = ${status}`)
  if (channel) parts.set('channel', sql`d.channel = ${channel}`)
  if (draft) parts.set('draft', sql`d.draft = ${draft}`)
  if (customerType) parts.set('multi', sql`d.multi = ${customerType === 'multi'}`)
  return parts
}

/**
 * Both periods, one row a day and combination: as it was counted beforehand, or by the days of another zone.
 * @param by what the rows are to be told apart by.
 */
export function daysOf({ scope, filters, periods }: Question, by: readonly Key[]): SQL {
  const { current, previous, timezone, atHome } = periods
  if (atHome) {
    const choices = chosenDays(filters)
    const rollup = rollups.find(({ keys }) => [...by, ...choices.keys()].every(key => keys.includes(key)))
    if (!rollup) throw new Error(`No table of days has ${by.join()}`)
    return sql`select d.*, d.day >= ${current.from}::date as now from ${sql.identifier(rollup.table)} d
      where ${sql.join(
        [
          sql`d.workspace_id = ${scope.workspaceId}`,
          sql`d.day between ${previous.from}::date and ${current.to}::date`,
          ...choices.values(),
        ],
        sql` and `,
      )}`
  }
  return sql`select (i.submitted_at at time zone ${timezone})::date as day, i.submitted_at >= ${current.start.toISOString()}::timestamptz as now,
      i.turnaround, i.status, coalesce(i.channel, ${unknown}) as channel, ${draftBucket} as draft, i.is_multi_draft is true as multi, 1 as essays, i.revenue,
      (i.rating is not null)::int as rated, coalesce(i.rating * 100, 0)::int as rating_sum,
      (i.satisfaction = 'E+')::int as e_plus, (i.satisfaction = 'E')::int as e, (i.satisfaction = 'E-')::int as e_minus,
      (i.time_remaining_hours is not null)::int as timed, (i.time_remaining_hours > 0)::int as on_time,
      (i.time_remaining_hours < 0)::int as late,
      (i.time_remaining_hours < -12 and i.time_remaining_hours >= -24)::int as late_warning,
      (i.time_remaining_hours < -24)::int as late_critical
    from essay_items i where ${itemsWithin(scope, { start: previous.start, end: current.end })} and ${chosen(filters)}`
}

async function grouped<By extends 'turnaround' | 'status' | 'draft' | 'channel'>(
  db: Deps['db'],
  question: Question,
  by: readonly By[],
): Promise<Both<(Counts & Pick<Cell & ChannelCell, By>)[]>> {
  const keys = sql.raw(by.join(', '))
  const rows = await analyse<Counts & Pick<Cell & ChannelCell, By> & { now: boolean }>(
    db,
    sql`select now, ${keys}, ${summed} from (${daysOf(question, by)}) d group by now, ${keys}`,
  )
  return { current: rows.filter(({ now }) => now), previous: rows.filter(({ now }) => !now) }
}

/** What the formulas add up, in both periods. */
export const readCells = (db: Deps['db'], question: Question): Promise<Both<Cell[]>> =>
  grouped(db, question, ['turnaround', 'status', 'draft'])

export type ChannelCell = Counts & { channel: string; status: EssayItemStatus }

export const readChannels = (db: Deps['db'], question: Question): Promise<Both<ChannelCell[]>> =>
  grouped(db, question, ['channel', 'status'])
