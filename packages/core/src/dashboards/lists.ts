import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import {
  chosen,
  type EssayItemDto,
  type ItemRow,
  itemColumns,
  itemsWithin,
  type Order,
  periodsOf,
  placed,
  toItemPage,
} from '../essays/index.ts'
import type { Deps, Page, Scope } from '../kernel/index.ts'
import type { Question } from './cells.ts'
import type { DashboardDeps } from './head.ts'
import type { DashboardListInput } from './inputs.ts'
import type { LateDeliveryDto, LateSeverity } from './model.ts'

type Place = { cursor?: string | undefined; limit: number }

async function list(db: Deps['db'], question: Question, { cursor, limit }: Place, condition: SQL, by: Order) {
  const { scope, filters, periods } = question
  const { after, order, place } = placed(by, cursor)
  const rows = await rowsOf<ItemRow & { place: string }>(
    db,
    sql`select ${itemColumns}, ${place} from essay_items i
      where ${itemsWithin(scope, periods.current)} and ${chosen(filters)} and ${condition} and ${after}
      order by ${order} limit ${limit + 1}`,
  )
  return toItemPage(rows, limit)
}

/** By hours: more than 24 is critical, more than 12 a warning (systems.md 3.3). */
export const severityOf = (hoursLate: number): LateSeverity =>
  hoursLate > 24 ? 'critical' : hoursLate > 12 ? 'warning' : 'minor'

function toLate(item: EssayItemDto): LateDeliveryDto {
  const hoursLate = -(item.timeRemainingHours ?? 0)
  return { ...item, hoursLate, severity: severityOf(hoursLate) }
}

/** Items that are late, the worst first. */
export async function lateItems(db: Deps['db'], question: Question, place: Place): Promise<Page<LateDeliveryDto>> {
  const order: Order = { by: sql`i.time_remaining_hours`, type: 'numeric', direction: 'asc' }
  const { items, nextCursor } = await list(db, question, place, sql`i.time_remaining_hours < 0`, order)
  return { items: items.map(toLate), nextCursor }
}

/** Items that nobody works on, the newest first. */
export function unassignedItems(db: Deps['db'], question: Question, place: Place): Promise<Page<EssayItemDto>> {
  const order: Order = { by: sql`i.submitted_at`, type: 'timestamptz', direction: 'desc' }
  return list(db, question, place, sql`i.status = 'unassigned'`, order)
}

const questionOf = async (deps: DashboardDeps, scope: Scope, { filters }: DashboardListInput): Promise<Question> => ({
  ...{ scope, filters },
  periods: await periodsOf(deps, scope, filters),
})

/** Late items of the period in pages, whatever their status. */
export const lateDeliveries = async (
  deps: DashboardDeps,
  scope: Scope,
  input: DashboardListInput,
): Promise<Page<LateDeliveryDto>> => lateItems(deps.db, await questionOf(deps, scope, input), input)

/** Unassigned items of the period in pages. */
export const unassigned = async (
  deps: DashboardDeps,
  scope: Scope,
  input: DashboardListInput,
): Promise<Page<EssayItemDto>> => unassignedItems(deps.db, await questionOf(deps, scope, input), input)
