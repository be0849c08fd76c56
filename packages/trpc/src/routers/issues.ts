import { nothing } from '@quarterdeck/core/identity'
import {
  assign,
  assignInput,
  countIssues,
  countIssuesInput,
  createIssue,
  createIssueInput,
  createJiraTicket,
  type DetectionResult,
  type DiagnosisDto,
  detectInput,
  detectIssues,
  diagnoseIssue,
  type EvidenceDto,
  getEvidence,
  getExampleVisits,
  getHistory,
  getIssue,
  getIssueSegments,
  getIssueSeries,
  getLinks,
  getNotices,
  getSettings,
  type IntegrationDto,
  type IssueCounts,
  type IssueDto,
  type IssueHistoryDto,
  type IssueLinkDto,
  type IssueLinksDto,
  type IssueNoticeDto,
  type IssueSegmentDto,
  type IssueSeriesDto,
  type IssueSettingsDto,
  issueSeriesInput,
  linkJira,
  linkJiraInput,
  linkPullRequest,
  linkPullRequestInput,
  listDiagnoses,
  listIntegrations,
  listIssues,
  listIssuesInput,
  measureIssue,
  openPullRequest,
  openPullRequestInput,
  sendTestInput,
  sendTestMessage,
  setDiagnosis,
  setDiagnosisInput,
  setStatus,
  setStatusInput,
  updateSettings,
  updateSettingsInput,
} from '@quarterdeck/core/issues'
import { byId, type Page } from '@quarterdeck/core/kernel'
import type { FailedVisit } from '@quarterdeck/core/tracking'
import { admin, read, router, write } from '../procedures.ts'

const reads = ['issues', 'people']

export const issues = router({
  list: read
    .meta({ reads })
    .input(listIssuesInput)
    .query(({ ctx, input }): Promise<Page<IssueDto>> => listIssues(ctx.deps, ctx.scope, input)),
  counts: read
    .meta({ reads: ['issues'] })
    .input(countIssuesInput)
    .query(({ ctx, input }): Promise<IssueCounts> => countIssues(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<IssueDto> => getIssue(ctx.deps, ctx.scope, input)),
  history: read
    .meta({ reads: ['issue_history', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: IssueHistoryDto[] }> => getHistory(ctx.deps, ctx.scope, input)),
  evidence: read
    .meta({ reads: ['events', 'funnels', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<EvidenceDto> => getEvidence(ctx.deps, ctx.scope, input)),
  exampleVisits: read
    .meta({ reads: ['events', 'funnels', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: FailedVisit[] }> => getExampleVisits(ctx.deps, ctx.scope, input)),
  segments: read
    .meta({ reads: ['issue_history', 'events', 'funnels', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: IssueSegmentDto[] }> => getIssueSegments(ctx.deps, ctx.scope, input)),
  series: read
    .meta({ reads: ['events', 'funnels', ...reads] })
    .input(issueSeriesInput)
    .query(({ ctx, input }): Promise<IssueSeriesDto> => getIssueSeries(ctx.deps, ctx.scope, input)),
  diagnoses: read
    .meta({ reads: ['diagnoses', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: DiagnosisDto[] }> => listDiagnoses(ctx.deps, ctx.scope, input)),
  diagnose: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<IssueDto> => diagnoseIssue(ctx.deps, ctx.scope, input)),
  setDiagnosis: write
    .input(setDiagnosisInput)
    .mutation(({ ctx, input }): Promise<IssueDto> => setDiagnosis(ctx.deps, ctx.scope, input)),
  measure: write.input(byId).mutation(({ ctx, input }): Promise<IssueDto> => measureIssue(ctx.deps, ctx.scope, input)),
  create: write
    .input(createIssueInput)
    .mutation(({ ctx, input }): Promise<IssueDto> => createIssue(ctx.deps, ctx.scope, input)),
  setStatus: write
    .input(setStatusInput)
    .mutation(({ ctx, input }): Promise<IssueDto> => setStatus(ctx.deps, ctx.scope, input)),
  assign: write.input(assignInput).mutation(({ ctx, input }): Promise<IssueDto> => assign(ctx.deps, ctx.scope, input)),
  detect: write
    .input(detectInput)
    .mutation(({ ctx, input }): Promise<DetectionResult> => detectIssues(ctx.deps, ctx.scope, input)),
  settings: read
    .meta({ reads: ['workspaces'] })
    .query(({ ctx }): Promise<IssueSettingsDto> => getSettings(ctx.deps, ctx.scope)),
  updateSettings: admin
    .input(updateSettingsInput)
    .mutation(({ ctx, input }): Promise<IssueSettingsDto> => updateSettings(ctx.deps, ctx.scope, input)),
  links: read
    .meta({ reads: ['issue_links', 'workspaces', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<IssueLinksDto> => getLinks(ctx.deps, ctx.scope, input)),
  notices: read
    .meta({ reads: ['issue_notices', ...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: IssueNoticeDto[] }> => getNotices(ctx.deps, ctx.scope, input)),
  integrations: admin
    .meta({ reads: [] })
    .input(nothing)
    .query(({ ctx }): { items: IntegrationDto[] } => listIntegrations(ctx.deps)),
  sendTestMessage: admin
    .input(sendTestInput)
    .mutation(({ ctx, input }): Promise<{ result: string }> => sendTestMessage(ctx.deps, ctx.scope, input)),
  createJiraTicket: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<IssueLinkDto> => createJiraTicket(ctx.deps, ctx.scope, input)),
  linkJira: write
    .input(linkJiraInput)
    .mutation(({ ctx, input }): Promise<IssueLinkDto> => linkJira(ctx.deps, ctx.scope, input)),
  openPullRequest: write
    .input(openPullRequestInput)
    .mutation(({ ctx, input }): Promise<IssueLinkDto> => openPullRequest(ctx.deps, ctx.scope, input)),
  linkPullRequest: write
    .input(linkPullRequestInput)
    .mutation(({ ctx, input }): Promise<IssueLinkDto> => linkPullRequest(ctx.deps, ctx.scope, input)),
})
