import { type Db, issues } from '@quarterdeck/db'
import { and, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import { days, earlier, minutes, nextNumber, type Scope } from '../kernel/index.ts'
import { type FunnelDto, rated } from '../tracking/index.ts'
import type { Finding, Scan } from './detect.ts'
import { readFixes } from './fixed-since.ts'
import type { Telling } from './handover/ask.ts'
import { record } from './history.ts'
import { type DetectionResult, settledStatuses } from './model.ts'
import { isOpen } from './queries.ts'

type IssueRecord = typeof issues.$inferSelect

/** Findings closer together than this count once, and a step whose issue was just closed is left alone. */
const cooldown = minutes(5)
/** Somebody looked and said that this is nothing: believe them for a day. */
const falseAlarmRest = days(1)

/** How long a settled issue is remembered: a finding like it is its return. */
const regressionMemory = days(30)

function title({ kind, step, lastStep, comparison, usualVisits }: Finding): string {
  const { rate, visits } = comparison.current
  if (kind === 'silence') return `${step} has gone silent: ${visits} visits where ${usualVisits ?? 0} are usual`
  if (kind === 'error_rate') return `${step}: errors in ${(rate ?? 0).toFixed(1)} % of visits`
  return `${step} → ${lastStep} fell to ${(rate ?? 0).toFixed(1)} %`
}

/** Turns what a scan saw into issues: one live issue a step, however often and by how many processes it is found. */
export async function applyFindings(
  tx: Db,
  deps: Telling,
  scope: Scope,
  funnel: FunnelDto,
  scan: Scan,
  now: Date,
): Promise<DetectionResult> {
  const result: DetectionResult = { opened: 0, updated: 0, recovered: 0 }
  const live = await tx
    .select()
    .from(issues)
    .where(
      and(eq(issues.workspaceId, scope.workspaceId), eq(issues.funnelId, funnel.id), ne(issues.kind, 'manual'), isOpen),
    )
    .for('update')
  const fixedSince = await readFixes(tx, scope, now)
  const opened = new Set<string>()
  for (const finding of inOrder(scan.findings)) {
    const { kind } = finding
    const fixed = fixedSince(funnel.id, finding)
    if (finding.severity && fixed && (finding.windows ?? scan).current.from < fixed) continue
    const issue = live.find(one => one.step === finding.step && one.kind === kind)
    // Silence and errors spread over a funnel: one issue tells of them.
    const isTold = kind !== 'conversion_drop' && (opened.has(kind) || live.some(one => one.kind === kind))
    if (finding.severity && issue) result.updated += await update(tx, deps, scope, issue, finding, scan, now)
    else if (finding.severity && isTold) continue
    else if (finding.severity) {
      const count = await open(tx, deps, scope, funnel, finding, scan, now)
      if (count > 0) opened.add(kind)
      result.opened += count
    } else if (issue && !issue.recoveredAt) result.recovered += await recover(tx, deps, scope, issue, finding, now)
  }
  return result
}

/** Least likely first; of silent steps the first of the funnel, since those after it must be silent too. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = ({ kind, stepIndex, comparison }: Finding) => (kind === 'error_rate' ? comparison.p : stepIndex)
  return findings.toSorted((a, b) => a.kind.localeCompare(b.kind) || rank(a) - rank(b))
}

function figures({ comparison, windows }: Finding, scan: Scan) {
  const { current, baseline } = windows ?? scan
  return {
    currentFrom: current.from,
    currentTo: current.to,
    baselineFrom: baseline.from,
    baselineTo: baseline.to,
    currentVisits: comparison.current.visits,
    currentCompleted: comparison.current.completed,
    baselineVisits: comparison.baseline.visits,
    baselineCompleted: comparison.baseline.completed,
    dropPoints: comparison.dropPoints,
    z: comparison.z,
    p: comparison.p,
  }
}

/** The issue of this step that was settled last, as long as it is remembered. */
async function lastSettled(tx: Db, scope: Scope, funnel: FunnelDto, { step, kind }: Finding, now: Date) {
  const [last] = await tx
    .select({ id: issues.id, number: issues.number, status: issues.status, updatedAt: issues.updatedAt })
    .from(issues)
    .where(
      and(
        eq(issues.workspaceId, scope.workspaceId),
        eq(issues.funnelId, funnel.id),
        eq(issues.step, step),
        eq(issues.kind, kind),
        inArray(issues.status, [...settledStatuses]),
        gt(issues.updatedAt, earlier(now, regressionMemory)),
      ),
    )
    .orderBy(desc(issues.updatedAt), desc(issues.id))
    .limit(1)
  return last
}

function isResting(last: Awaited<ReturnType<typeof lastSettled>>, now: Date): boolean {
  if (!last || last.status === 'verified') return false
  return last.updatedAt > earlier(now, last.status === 'false_alarm' ? falseAlarmRest : cooldown)
}

async function open(
  tx: Db,
  deps: Telling,
  scope: Scope,
  funnel: FunnelDto,
  finding: Finding,
  scan: Scan,
  now: Date,
): Promise<number> {
  const before = await lastSettled(tx, scope, funnel, finding, now)
  if (!finding.severity || isResting(before, now)) return 0
  // A false alarm was no issue, so that nothing returns with the next.
  const regression = before && before.status !== 'false_alarm' ? before : null
  const [issue] = await tx
    .insert(issues)
    .values({
      workspaceId: scope.workspaceId,
      number: await nextNumber(tx, scope.workspaceId, 'issues'),
      funnelId: funnel.id,
      funnelName: funnel.name,
      kind: finding.kind,
      title: title(finding),
      regressionOf: regression?.id ?? null,
      step: finding.step,
      stepIndex: finding.stepIndex,
      lastStep: finding.lastStep,
      stepCount: funnel.steps.length,
      severity: finding.severity,
      detectedAt: now,
      lastSeenAt: now,
      createdAt: now,
      updatedAt: now,
      source: funnel.source === 'sample' ? 'sample' : 'product',
      ...figures(finding, scan),
    })
    .onConflictDoNothing()
    .returning({ id: issues.id })
  // Another process found it in this very moment: its issue is the one.
  if (!issue) return 0
  const { dropPoints, z } = finding.comparison
  const { p } = finding.comparison
  const { windowMinutes, segments } = finding
  const data = {
    dropPoints,
    z,
    ...(windowMinutes !== undefined && { p, windowMinutes }),
    ...(segments && { segments: await segments(tx) }),
    ...(regression && { regressionOf: regression.number }),
  }
  await record(tx, deps, scope, now, { issueId: issue.id, kind: 'detected', toStatus: 'open', data })
  return 1
}

async function update(
  tx: Db,
  deps: Telling,
  scope: Scope,
  issue: IssueRecord,
  finding: Finding,
  scan: Scan,
  now: Date,
): Promise<number> {
  const { comparison, severity } = finding
  const isRepeat = now.getTime() - issue.lastSeenAt.getTime() >= cooldown
  await tx
    .update(issues)
    .set({
      ...figures(finding, scan),
      title: title(finding),
      lastStep: finding.lastStep,
      severity: severity ?? issue.severity,
      recoveredAt: null,
      updatedAt: now,
      ...(isRepeat && { lastSeenAt: now, occurrences: sql`${issues.occurrences} + 1` }),
    })
    .where(eq(issues.id, issue.id))
  const data = { dropPoints: comparison.dropPoints, z: comparison.z }
  if (issue.recoveredAt) await record(tx, deps, scope, now, { issueId: issue.id, kind: 'relapsed', data })
  else if (severity && severity !== issue.severity) {
    await record(tx, deps, scope, now, {
      issueId: issue.id,
      kind: 'worsened',
      data: { ...data, from: issue.severity, to: severity },
    })
  }
  return 1
}

/**
 * Measured against what was usual when the issue was found: the seven days before now may hold the drop itself.
 */
async function recover(
  tx: Db,
  deps: Telling,
  scope: Scope,
  issue: IssueRecord,
  finding: Finding,
  now: Date,
): Promise<number> {
  const usual = { visits: issue.baselineVisits ?? 0, completed: issue.baselineCompleted ?? 0 }
  const latest = finding.back(usual, issue.lastStep)
  if (!latest) return 0
  const { rate, visits } = rated(latest)
  // Nobody took it up: it goes by itself. Work that has begun is for people to end.
  const isUntouched = issue.status === 'open' || issue.status === 'diagnosed'
  const toStatus = isUntouched ? ('closed' as const) : issue.status
  await tx.update(issues).set({ recoveredAt: now, updatedAt: now, status: toStatus }).where(eq(issues.id, issue.id))
  await record(tx, deps, scope, now, {
    issueId: issue.id,
    kind: 'recovered',
    fromStatus: issue.status,
    toStatus,
    data: { rate, visits },
  })
  return 1
}
