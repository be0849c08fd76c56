import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  generateReport,
  generateReportInput,
  getCoverage,
  getReport,
  listReports,
  listReportsInput,
  type ReportCoverageDto,
  type ReportDetailDto,
  type ReportDto,
  type RequestedReport,
  regenerateReport,
  removeReport,
} from '@quarterdeck/core/reports'
import { read, router, write } from '../procedures.ts'

const listed = ['reports', 'people', 'teams']
const facts = ['activity', 'git_actors', 'repositories', 'report_citations']

export const reports = router({
  list: read
    .meta({ reads: listed })
    .input(listReportsInput)
    .query(({ ctx, input }): Promise<Page<ReportDto>> => listReports(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: [...listed, ...facts, 'report_coverage'] })
    .input(byId)
    .query(({ ctx, input }): Promise<ReportDetailDto> => getReport(ctx.deps, ctx.scope, input)),
  coverage: read
    .meta({ reads: [...listed, ...facts, 'team_members'] })
    .input(byId)
    .query(({ ctx, input }): Promise<ReportCoverageDto> => getCoverage(ctx.deps, ctx.scope, input)),
  generate: write
    .input(generateReportInput)
    .mutation(({ ctx, input }): Promise<RequestedReport> => generateReport(ctx.deps, ctx.scope, input)),
  regenerate: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<RequestedReport> => regenerateReport(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removeReport(ctx.deps, ctx.scope, input)),
})
