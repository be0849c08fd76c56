import { issues, people } from '@quarterdeck/db'
import { rated } from '../tracking/index.ts'
import { upliftOf } from './fix-model.ts'
import { type IssueDto, nextStatuses } from './model.ts'

/** What an issue's DTO is made of: select these, with `people` joined as its assignee. */
export const issueColumns = { issue: issues, assignee: { id: people.id, name: people.name, email: people.email } }

interface IssueRow {
  issue: typeof issues.$inferSelect
  assignee: { id: string; name: string | null; email: string | null } | null
}

const span = (from: Date | null, to: Date | null) =>
  from && to ? { from: from.toISOString(), to: to.toISOString() } : null
const rate = (visits: number | null, completed: number | null) =>
  visits === null || completed === null ? null : rated({ visits, completed })

function fixOf(issue: typeof issues.$inferSelect) {
  const current = rate(issue.currentVisits, issue.currentCompleted)
  const baseline = rate(issue.baselineVisits, issue.baselineCompleted)
  const after = rate(issue.fixedVisits, issue.fixedCompleted)
  return current && baseline && after ? upliftOf({ current, baseline }, after) : null
}

export function toIssueDto({ issue, assignee }: IssueRow): IssueDto {
  return {
    id: issue.id,
    number: issue.number,
    title: issue.title,
    funnelId: issue.funnelId,
    funnelName: issue.funnelName,
    step: issue.step,
    stepIndex: issue.stepIndex,
    steps: issue.stepCount,
    lastStep: issue.lastStep,
    kind: issue.kind,
    severity: issue.severity,
    status: issue.status,
    nextStatuses: nextStatuses(issue.status),
    detectedAt: issue.detectedAt.toISOString(),
    lastSeenAt: issue.lastSeenAt.toISOString(),
    occurrences: issue.occurrences,
    recoveredAt: issue.recoveredAt?.toISOString() ?? null,
    dropPoints: issue.dropPoints,
    z: issue.z,
    p: issue.p,
    current: rate(issue.currentVisits, issue.currentCompleted),
    baseline: rate(issue.baselineVisits, issue.baselineCompleted),
    currentWindow: span(issue.currentFrom, issue.currentTo),
    baselineWindow: span(issue.baselineFrom, issue.baselineTo),
    assignee: assignee && { id: assignee.id, name: assignee.name ?? assignee.email ?? 'Somebody' },
    regressionOf: issue.regressionOf,
    fixedAt: issue.fixedAt?.toISOString() ?? null,
    fix: fixOf(issue),
    source: issue.source,
  }
}
