import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  compareFunnel,
  compareInput,
  createFunnel,
  createFunnelInput,
  type FunnelComparison,
  type FunnelDto,
  type FunnelReport,
  getFunnel,
  getReport,
  getSeries,
  listFunnels,
  listFunnelsInput,
  removeFunnel,
  reportInput,
  type StepSeries,
  seriesInput,
  updateFunnel,
  updateFunnelInput,
} from '@quarterdeck/core/tracking'
import { read, router, write } from '../procedures.ts'

const reads = ['funnels', 'events']

export const funnels = router({
  list: read
    .meta({ reads: ['funnels'] })
    .input(listFunnelsInput)
    .query(({ ctx, input }): Promise<Page<FunnelDto>> => listFunnels(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['funnels'] })
    .input(byId)
    .query(({ ctx, input }): Promise<FunnelDto> => getFunnel(ctx.deps, ctx.scope, input)),
  create: write
    .input(createFunnelInput)
    .mutation(({ ctx, input }): Promise<FunnelDto> => createFunnel(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateFunnelInput)
    .mutation(({ ctx, input }): Promise<FunnelDto> => updateFunnel(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removeFunnel(ctx.deps, ctx.scope, input)),
  report: read
    .meta({ reads })
    .input(reportInput)
    .query(({ ctx, input }): Promise<FunnelReport> => getReport(ctx.deps, ctx.scope, input)),
  compare: read
    .meta({ reads })
    .input(compareInput)
    .query(({ ctx, input }): Promise<FunnelComparison> => compareFunnel(ctx.deps, ctx.scope, input)),
  series: read
    .meta({ reads })
    .input(seriesInput)
    .query(({ ctx, input }): Promise<StepSeries> => getSeries(ctx.deps, ctx.scope, input)),
})
