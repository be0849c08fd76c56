import { z } from 'zod'
import {
  customers,
  lateDeliveries,
  operations,
  overview,
  quality,
  revenue,
  support,
  unassigned,
  usage,
} from '../../dashboards/index.ts'
import { type EssayFilters, filtersInput } from '../../essays/index.ts'
import type { Deps, Scope } from '../../kernel/index.ts'
import { toTable, toTables } from './tables.ts'
import type { Tool } from './tool.ts'

/** Pages that are figures and series. */
export const pages = { overview, revenue, customers, quality, operations, support, usage }
export const pageNames = ['overview', 'revenue', 'customers', 'quality', 'operations', 'support', 'usage'] as const
export type PageName = (typeof pageNames)[number]

/** Rows of the two lists. */
const listed = 50

const lists = { late_deliveries: lateDeliveries, unassigned }

export const readPage = (deps: Deps, scope: Scope, page: PageName, filters: EssayFilters) =>
  pages[page](deps, scope, { filters })

const args = z.strictObject({
  page: z.enum([...pageNames, 'late_deliveries', 'unassigned']).describe('Which page, or which list'),
  filters: filtersInput.describe(
    'Days by `preset`, or by `from` and `to` (both included, such as 2026-01-31); without them the last 30 days',
  ),
})

const daysOf = ({ period, timezone }: { period: { from: string; to: string }; timezone: string }) =>
  `${period.from} to ${period.to} (${timezone})`

/** What amounts are in, where a page has any. */
export const amountsOf = (page: object): string =>
  'currency' in page ? `; amounts in minor units of ${String(page.currency)}, such as cents` : ''

export const dashboard: Tool<z.infer<typeof args>> = {
  name: 'dashboard',
  description:
    'The figures, series and groups of a dashboard, each with the same number for the period before. Amounts are in minor units (cents).',
  args,
  run: async (deps, scope, { page, filters }) => {
    if (page === 'late_deliveries' || page === 'unassigned') {
      const { items, nextCursor } = await lists[page](deps, scope, { filters, limit: listed })
      const table = toTable(page, items)
      return { about: `The first ${items.length} of the list`, tables: [{ ...table, cut: nextCursor !== null }] }
    }
    const found = await readPage(deps, scope, page, filters)
    return {
      about: `${page}, ${daysOf(found)}, compared with ${found.previousPeriod.from} to ${found.previousPeriod.to}${amountsOf(found)}`,
      tables: toTables(found),
    }
  },
}
