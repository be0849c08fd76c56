import { diagnoses, issueLinks } from '@quarterdeck/db'
import { and, desc, eq } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import { type IssueDto, settledStatuses } from '../model.ts'
import { getIssue } from '../queries.ts'

type LinkRow = typeof issueLinks.$inferSelect

/** What the outside is told about an issue. */
export interface Facts {
  issue: IssueDto
  isSettled: boolean
  /** The issue in the console. */
  url: string
  /** What was measured, a sentence each. */
  evidence: string[]
  diagnosis: { rootCause: string; explanation: string; actions: string[]; model: string | null } | null
  links: LinkRow[]
}

/** @throws DomainError `not_found` */
export async function readFacts(deps: Deps, scope: Scope, id: string): Promise<Facts> {
  const issue = await getIssue(deps, scope, { id })
  const here = eq(diagnoses.workspaceId, scope.workspaceId)
  const [diagnosis] = await deps.db
    .select()
    .from(diagnoses)
    .where(and(here, eq(diagnoses.issueId, id)))
    .orderBy(desc(diagnoses.createdAt), desc(diagnoses.id))
    .limit(1)
  const links = await deps.db
    .select()
    .from(issueLinks)
    .where(and(eq(issueLinks.workspaceId, scope.workspaceId), eq(issueLinks.issueId, id)))
  return {
    issue,
    isSettled: settledStatuses.includes(issue.status),
    url: `${deps.publicUrl}/admin/issues?i=${id}`,
    evidence: evidenceOf(issue),
    diagnosis: diagnosis ?? null,
    links,
  }
}

const percent = (rate: number | null) => (rate === null ? 'no rate' : `${rate.toFixed(1)} %`)
const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`
const during = (window: { from: string; to: string } | null) =>
  window ? `, ${minute(window.from)} to ${minute(window.to)}` : ''

function evidenceOf(issue: IssueDto): string[] {
  const { current, baseline, dropPoints, z, p } = issue
  const lines = [
    `Funnel ${issue.funnelName ?? '(removed)'}: step ${issue.step}, ${issue.stepIndex + 1} of ${issue.steps}, to ${issue.lastStep}.`,
  ]
  if (current) {
    lines.push(
      `Now ${percent(current.rate)}: ${current.completed} of ${current.visits} visits${during(issue.currentWindow)}.`,
    )
  }
  if (baseline) {
    lines.push(
      `Usually ${percent(baseline.rate)}: ${baseline.completed} of ${baseline.visits} visits${during(issue.baselineWindow)}.`,
    )
  }
  if (dropPoints !== null) {
    const test = z === null || p === null ? '' : ` Two-proportion test: z = ${z.toFixed(1)}, p = ${p.toPrecision(2)}.`
    lines.push(`Change: ${(-dropPoints).toFixed(1)} percentage points.${test}`)
  }
  lines.push(
    `Detected ${minute(issue.detectedAt)}, last seen ${minute(issue.lastSeenAt)}, found ${issue.occurrences} times.`,
  )
  return lines
}

/** A step as a label: lower case, words joined by dashes. */
export const dashed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50) || 'step'
