import {
  type CustomersDto,
  customers,
  dashboardInput,
  dashboardListInput,
  type FilterOptionsDto,
  filterOptions,
  type LateDeliveryDto,
  lateDeliveries,
  type OperationsDto,
  type OverviewDto,
  operations,
  overview,
  type QualityDto,
  quality,
  type RevenueDto,
  revenue,
  type SupportDto,
  support,
  type UsageDto,
  unassigned,
  usage,
} from '@quarterdeck/core/dashboards'
import type { EssayItemDto } from '@quarterdeck/core/essays'
import type { Page } from '@quarterdeck/core/kernel'
import { read, router } from '../procedures.ts'

const listed = ['essay_items', 'workspaces']
// Which of the tables of days is read depends on the filters.
const cells = ['essay_days', 'essay_day_drafts', 'essay_items', 'workspaces']
const counted = [...cells, 'essay_day_channels']
const usageTables = [
  ...['usage_days', 'usage_dirty', 'usage_joined', 'usage_names', 'usage_returns', 'usage_seen', 'usage_weeks'],
  ...['usage_zones'],
]

export const dashboards = router({
  overview: read
    .meta({ reads: [...counted, 'essay_students', 'essay_versions'] })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<OverviewDto> => overview(ctx.deps, ctx.scope, input)),
  customers: read
    .meta({ reads: [...listed, 'essay_students', 'essay_versions'] })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<CustomersDto> => customers(ctx.deps, ctx.scope, input)),
  quality: read
    .meta({ reads: cells })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<QualityDto> => quality(ctx.deps, ctx.scope, input)),
  operations: read
    .meta({ reads: cells })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<OperationsDto> => operations(ctx.deps, ctx.scope, input)),
  revenue: read
    .meta({ reads: counted })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<RevenueDto> => revenue(ctx.deps, ctx.scope, input)),
  support: read
    .meta({ reads: ['conversations', 'escalations', 'messages', 'workspaces'] })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<SupportDto> => support(ctx.deps, ctx.scope, input)),
  usage: read
    .meta({ reads: ['events', 'identities', 'workspaces'], refreshes: usageTables })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<UsageDto> => usage(ctx.deps, ctx.scope, input)),
  filterOptions: read
    .meta({ reads: counted })
    .input(dashboardInput)
    .query(({ ctx, input }): Promise<FilterOptionsDto> => filterOptions(ctx.deps, ctx.scope, input)),
  lateDeliveries: read
    .meta({ reads: listed })
    .input(dashboardListInput)
    .query(({ ctx, input }): Promise<Page<LateDeliveryDto>> => lateDeliveries(ctx.deps, ctx.scope, input)),
  unassigned: read
    .meta({ reads: listed })
    .input(dashboardListInput)
    .query(({ ctx, input }): Promise<Page<EssayItemDto>> => unassigned(ctx.deps, ctx.scope, input)),
})
