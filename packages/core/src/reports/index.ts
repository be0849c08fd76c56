export { cacheKeyOf, collectFacts, type Fact, factLimit, type Subject } from './collect.ts'
export { generateReport, regenerateReport, removeReport } from './commands.ts'
export { getCoverage } from './coverage.ts'
export {
  createTeamInput,
  generateReportInput,
  listReportsInput,
  updateTeamInput,
} from './inputs.ts'
export { reportJob, reportSweepJob } from './jobs.ts'
export type * from './model.ts'
export { reportsPersonSource } from './person-data.ts'
export { getReport, listReports } from './queries.ts'
export { type ReportFile, type ReportFormat, renderReport, reportFormats } from './render/render-report.ts'
export { type ReportRequest, type RequestedReport, requestReport } from './request-report.ts'
export { countSampleReports, removeSampleReports, requestSampleReports } from './sample.ts'
export * from './schedules/index.ts'
export { lastDay, type ReportSpan, spanOf, spanOfDays, titleOf, type WeekStart, weekOf } from './span.ts'
export { createTeam, getTeam, listTeams, removeTeam, updateTeam } from './teams.ts'
