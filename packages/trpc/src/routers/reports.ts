import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  dueReports,
  dueReportsInput,
  generateReport,
  generateReportInput,
  getCoverage,
  getReport,
  getSchedule,
  listReports,
  listReportsInput,
  listRuns,
  listRunsInput,
  listSchedules,
  listSchedulesInput,
  type ReportCoverageDto,
  type ReportDetailDto,
  type ReportDto,
  type ReportDueDto,
  type ReportRunDto,
  type ReportScheduleDto,
  type RequestedReport,
  regenerateReport,
  removeReport,
  type StaffScheduleDto,
  scheduleInput,
  setSchedule,
  setScheduleInput,
} from '@quarterdeck/core/reports'
import { read, router, write } from '../procedures.ts'

const listed = ['reports', 'people', 'teams']
const facts = ['activity', 'git_actors', 'repositories', 'report_citations']

const readers = ['people', 'members']

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
  runs: read
    .meta({ reads: ['report_runs', 'reports', 'people'] })
    .input(listRunsInput)
    .query(({ ctx, input }): Promise<Page<ReportRunDto>> => listRuns(ctx.deps, ctx.scope, input)),
  due: read
    .meta({ reads: ['report_schedules', 'report_runs', ...readers] })
    .input(dueReportsInput)
    .query(({ ctx, input }): Promise<Page<ReportDueDto>> => dueReports(ctx.deps, ctx.scope, input)),
  schedule: read
    .meta({
      reads: [
        'report_schedules',
        'workspaces',
        'reports',
        'entitlements',
        'subscription_items',
        'identities',
        ...readers,
      ],
    })
    .input(scheduleInput)
    .query(({ ctx, input }): Promise<ReportScheduleDto> => getSchedule(ctx.deps, ctx.scope, input)),
  schedules: read
    .meta({ reads: ['report_schedules', 'report_runs', ...readers] })
    .input(listSchedulesInput)
    .query(({ ctx, input }): Promise<Page<StaffScheduleDto>> => listSchedules(ctx.deps, ctx.scope, input)),
  setSchedule: write
    .input(setScheduleInput)
    .mutation(({ ctx, input }): Promise<ReportScheduleDto> => setSchedule(ctx.deps, ctx.scope, input)),
})
