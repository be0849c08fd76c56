export { assign, createIssue, detectIssues, setStatus } from './commands.ts'
export {
  decide,
  lookForDrop,
  lookForErrors,
  lookForSilence,
  type Onwards,
  type Question,
  type Sight,
} from './decide.ts'
export { diagnoseIssue, listDiagnoses, setDiagnosis } from './diagnose.ts'
export { getEvidence, getExampleVisits } from './evidence.ts'
export { linkJiraInput, linkPullRequestInput, openPullRequestInput, sendTestInput } from './handover/inputs.ts'
export { type IntegrationDto, listIntegrations } from './handover/integrations-list.ts'
export { handoverDueJob, handoverJob, handoverSweepJob, proposeJob } from './handover/jobs.ts'
export { lastHandovers } from './handover/last-handovers.ts'
export { getLinks, getNotices } from './handover/link-queries.ts'
export { createJiraTicket, linkJira, linkPullRequest, openPullRequest } from './handover/links.ts'
export { loadPullHandler } from './handover/load-pull-handler.ts'
export type * from './handover/model.ts'
export { sendTestMessage } from './handover/send-test.ts'
export {
  assignInput,
  countIssuesInput,
  createIssueInput,
  detectInput,
  issueSeriesInput,
  listIssuesInput,
  setDiagnosisInput,
  setStatusInput,
} from './inputs.ts'
export { getIssueSegments, type IssueSegmentDto } from './issue-segments.ts'
export { getIssueSeries, type IssueSeriesDto } from './issue-series.ts'
export { detectJob, diagnoseJob, measureJob } from './jobs.ts'
export { beginMeasurement, measureIssue } from './measure.ts'
export type * from './model.ts'
export { issuesPersonSource } from './person-data.ts'
export { type DetectionPreset, type DetectionRule, detectionPresets, detectionRules } from './presets.ts'
export { countIssues, countOpenIssues, getHistory, getIssue, listIssues } from './queries.ts'
export type { Counts } from './seasonal.ts'
export type { SegmentFinding } from './segments.ts'
export { getSettings, type IssueSettingsDto, updateSettings, updateSettingsInput } from './settings.ts'
