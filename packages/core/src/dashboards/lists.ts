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
import type { DashboardListInput } from './inputs.ts'
import type { LateDeliveryDto, LateSeverity } from './model.ts'

async function list(deps: Deps, scope: Scope, input: DashboardListInput, condition: SQL, order: Order) {
  const { filters, cursor, limit } = input
  const { current } = await periodsOf(deps, scope, filters)
  const { after, order: orderBy, place } = placed(order, cursor)
  const rows = await rowsOf<ItemRow & { place: string }>(
    deps.db,
    sql`select ${itemColumns}, ${place} from essay_items i
      where ${itemsWithin(scope, current)} and ${chosen(filters)} and ${condition} and ${after}
      order by ${orderBy} limit ${limit + 1}`,
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

/** Items that are late, the worst first, whatever their status. */
export async function lateDeliveries(
  deps: Deps,
  scope: Scope,
  input: DashboardListInput,
): Promise<Page<LateDeliveryDto>> {
  const order: Order = { by: sql`i.time_remaining_hours`, type: 'numeric', direction: 'asc' }
  const { items, nextCursor } = await list(deps, scope, input, sql`i.time_remaining_hours < 0`, order)
  return { items: items.map(toLate), nextCursor }
}

/** Items that nobody works on, the newest first. */
export function unassigned(deps: Deps, scope: Scope, input: DashboardListInput): Promise<Page<EssayItemDto>> {
  const order: Order = { by: sql`i.submitted_at`, type: 'timestamptz', direction: 'desc' }
  return list(deps, scope, input, sql`i.status = 'unassigned'`, order)
}
