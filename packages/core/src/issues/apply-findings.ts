import { type Db, issues } from '@quarterdeck/db'
import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { days, earlier, minutes, nextNumber, type Scope } from '../kernel/index.ts'
import { compareRates, defaultThresholds, type FunnelDto } from '../tracking/index.ts'
import type { Finding, Scan } from './detect.ts'
import type { Telling } from './handover/ask.ts'
import { record } from './history.ts'
import type { DetectionResult } from './model.ts'
import { isOpen } from './queries.ts'

type IssueRecord = typeof issues.$inferSelect

/** Findings closer together than this count once, and a step whose issue was just closed is left alone. */
const cooldown = minutes(5)
/** Somebody looked and said that this is nothing: believe them for a day. */
const falseAlarmRest = days(1)

const title = (step: string, lastStep: string, rate: number | null) =>
  `${step} → ${lastStep} fell to ${(rate ?? 0).toFixed(1)} %`

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
      and(
        eq(issues.workspaceId, scope.workspaceId),
        eq(issues.funnelId, funnel.id),
        eq(issues.kind, 'conversion_drop'),
        isOpen,
      ),
    )
    .for('update')
  for (const finding of scan.findings) {
    const issue = live.find(({ step }) => step === finding.step)
    if (finding.severity && issue) result.updated += await update(tx, deps, scope, issue, finding, scan, now)
    else if (finding.severity) result.opened += await open(tx, deps, scope, funnel, finding, scan, now)
    else if (issue && !issue.recoveredAt) result.recovered += await recover(tx, deps, scope, issue, finding, now)
  }
  return result
}

function figures({ comparison }: Finding, { current, baseline }: Scan) {
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

async function isResting(tx: Db, scope: Scope, funnel: FunnelDto, step: string, now: Date): Promise<boolean> {
  const [last] = await tx
    .select({ status: issues.status, updatedAt: issues.updatedAt })
    .from(issues)
    .where(
      and(
        eq(issues.workspaceId, scope.workspaceId),
        eq(issues.funnelId, funnel.id),
        eq(issues.step, step),
        inArray(issues.status, ['closed', 'false_alarm']),
        gt(issues.updatedAt, earlier(now, falseAlarmRest)),
      ),
    )
    .orderBy(desc(issues.updatedAt))
    .limit(1)
  return last !== undefined && (last.status === 'false_alarm' || last.updatedAt > earlier(now, cooldown))
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
  if (!finding.severity || (await isResting(tx, scope, funnel, finding.step, now))) return 0
  const lastStep = funnel.steps.at(-1)?.name ?? ''
  const [issue] = await tx
    .insert(issues)
    .values({
      workspaceId: scope.workspaceId,
      number: await nextNumber(tx, scope.workspaceId, 'issues'),
      funnelId: funnel.id,
      funnelName: funnel.name,
      kind: 'conversion_drop',
      title: title(finding.step, lastStep, finding.comparison.current.rate),
      step: finding.step,
      stepIndex: finding.stepIndex,
      lastStep,
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
  await record(tx, deps, scope, now, { issueId: issue.id, kind: 'detected', toStatus: 'open', data: { dropPoints, z } })
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
      title: title(issue.step, issue.lastStep, comparison.current.rate),
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
 * The rate is back when enough visits were seen and less than half of the drop that counts is left, measured against
 * what was usual when the issue was found: the seven days before now may hold the drop itself.
 */
async function recover(
  tx: Db,
  deps: Telling,
  scope: Scope,
  issue: IssueRecord,
  { comparison }: Finding,
  now: Date,
): Promise<number> {
  const usual = { visits: issue.baselineVisits ?? 0, completed: issue.baselineCompleted ?? 0 }
  const { dropPoints } = compareRates(usual, comparison.current)
  const isBack =
    comparison.current.visits >= defaultThresholds.minVisits &&
    dropPoints !== null &&
    dropPoints < defaultThresholds.minDropPoints / 2
  if (!isBack) return 0
  // Nobody took it up: it goes by itself. Work that has begun is for people to end.
  const isUntouched = issue.status === 'open' || issue.status === 'diagnosed'
  const toStatus = isUntouched ? ('closed' as const) : issue.status
  await tx.update(issues).set({ recoveredAt: now, updatedAt: now, status: toStatus }).where(eq(issues.id, issue.id))
  await record(tx, deps, scope, now, {
    issueId: issue.id,
    kind: 'recovered',
    fromStatus: issue.status,
    toStatus,
    data: { rate: comparison.current.rate, visits: comparison.current.visits },
  })
  return 1
}
