import { customers } from './customers.ts'
import { filterOptions } from './filter-options.ts'
import { lateDeliveries, unassigned } from './lists.ts'
import { operations } from './operations.ts'
import { overview } from './overview.ts'
import { quality } from './quality.ts'
import { revenue } from './revenue.ts'
import { support } from './support.ts'
import { usage } from './usage.ts'

/** All that can be asked, by name. */
export const dashboards = {
  ...{ overview, revenue, customers, quality, operations, support, usage },
  ...{ filterOptions, lateDeliveries, unassigned },
}
