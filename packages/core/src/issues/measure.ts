import { type Db, issues } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import {
  audit,
  type ById,
  conflict,
  type Deps,
  earlier,
  later,
  minutes,
  notFound,
  type Scope,
  type Window,
} from '../kernel/index.ts'
import { getFunnel, measureSteps, type Proportion } from '../tracking/index.ts'
import { shapeUntil } from './detect.ts'
import { windowsOf } from './evidence.ts'
import { type Before, judge, upliftOf, type Verdict } from './fix-model.ts'
import { record } from './history.ts'
import { measureJob } from './jobs.ts'
import type { IssueDto } from './model.ts'
import { getIssue } from './queries.ts'
import { issueSettings } from './settings.ts'

type IssueRecord = typeof issues.$inferSelect

/** How often the job looks again for enough visits. */
export const measureTries = 24
/** Visits that came less than this before now may still be under way: never more, in milliseconds. */
const maxSettle = minutes(60)

const named = (scope: Scope, id: string) => and(eq(issues.workspaceId, scope.workspaceId), eq(issues.id, id))

/** What follows when an issue becomes `fixed`, in the transaction that makes it so: it is measured later. */
export async function beginMeasurement(
  deps: Deps,
  tx: Db,
  scope: Scope,
  issueId: string,
  fixedAt: Date,
): Promise<void> {
  await tx
    .update(issues)
    .set({ fixedAt, fixedVisits: null, fixedCompleted: null, upliftPoints: null })
    .where(named(scope, issueId))
  await measureLater(deps, tx, scope, { issueId, fixedAt: fixedAt.toISOString(), attempt: 1 }, fixedAt)
}

interface Waiting {
  issueId: string
  fixedAt: string
  attempt: number
}

async function measureLater({ jobs }: Deps, tx: Db, scope: Scope, what: Waiting, from: Date): Promise<void> {
  const startAfter = later(from, minutes((await issueSettings(tx, scope)).measureAfterMinutes))
  await jobs.enqueue(tx, measureJob, { workspaceId: scope.workspaceId, ...what }, { startAfter })
}

interface Figures {
  before: Before
  after: Proportion
  window: Window
}

/** The step metric since the fix: visits that came too lately to have finished are left out. */
async function measureAfter(deps: Deps, scope: Scope, issue: IssueRecord, dto: IssueDto): Promise<Figures> {
  const { funnelId, fixedAt } = issue
  if (!funnelId || !fixedAt) throw conflict('The funnel of this issue was removed, so that its fix cannot be measured')
  const shape = shapeUntil(scope.workspaceId, await getFunnel(deps, scope, { id: funnelId }), issue)
  const step = shape.steps.findIndex(({ name }) => name === issue.step)
  if (step < 0) throw conflict(`The funnel has no step ${issue.step} any more, so that this fix cannot be measured`)
  const nobody = { visits: 0, completed: 0 }
  const windows = windowsOf(dto)
  const usual = await measureSteps(deps.db, shape, windows.baseline)
  const current = dto.current ?? (await measureSteps(deps.db, shape, windows.current)).steps[step]
  const now = deps.clock.now()
  const span = Math.max(0, now.getTime() - fixedAt.getTime())
  const settle = Math.min((usual.settleSeconds ?? 0) * 1_000, maxSettle, span / 2)
  const window = { from: fixedAt, to: earlier(now, settle) }
  return {
    window,
    after: (await measureSteps(deps.db, shape, window)).steps[step] ?? nobody,
    before: { current: current ?? nobody, baseline: dto.baseline ?? usual.steps[step] ?? nobody },
  }
}

const nextStatus = { verified: 'verified', 'not back': 'fixing', 'too few': 'measuring' } as const

interface Result {
  verdict: Verdict
  note: string
  change: Partial<IssueRecord>
  data: object
}

function resultOf(issue: IssueRecord, { before, after, window }: Figures): Result {
  const verdict = judge(before, after)
  const fix = upliftOf(before, after)
  const notes = {
    verified: 'The rate is back',
    'not back': 'The rate is not back: at work again',
    'too few': `Too few visits since the fix to tell: ${after.visits}`,
  }
  return {
    verdict,
    note: notes[verdict],
    change: {
      ...{ fixedVisits: after.visits, fixedCompleted: after.completed, upliftPoints: fix?.uplift.points ?? null },
      // An issue opened by hand has no figures from before: these are what its fix was measured against.
      ...(issue.currentVisits === null && {
        ...{ currentVisits: before.current.visits, currentCompleted: before.current.completed },
        ...{ baselineVisits: before.baseline.visits, baselineCompleted: before.baseline.completed },
      }),
    },
    data: {
      ...{ verdict, ...after, uplift: fix?.uplift ?? null },
      ...{ from: window.from.toISOString(), to: window.to.toISOString() },
    },
  }
}

/** Silence and errors have no step metric: they are over when detection says so. */
function byDetection({ recoveredAt }: IssueRecord): Result {
  const verdict = recoveredAt ? ('verified' as const) : ('too few' as const)
  const note = recoveredAt ? 'Detection finds it as usual again' : 'Detection does not find it as usual yet'
  return { verdict, note, change: {}, data: { verdict, recoveredAt: recoveredAt?.toISOString() ?? null } }
}

const isMeasured = ({ status }: IssueRecord) => status === 'fixed' || status === 'measuring'

/** Measures and moves the issue on by what it sees. @returns null when it is neither fixed nor being measured any more. */
async function measure(deps: Deps, scope: Scope, id: string, fixedAt?: string): Promise<Verdict | null> {
  const [seen] = await deps.db.select().from(issues).where(named(scope, id))
  if (!seen) throw notFound('This issue')
  if (!isMeasured(seen) || (fixedAt && seen.fixedAt?.toISOString() !== fixedAt)) return null
  const hasRate = seen.kind === 'conversion_drop' || seen.kind === 'manual'
  const figures = hasRate ? await measureAfter(deps, scope, seen, await getIssue(deps, scope, { id })) : null
  return deps.db.transaction(async tx => {
    const [issue] = await tx.select().from(issues).where(named(scope, id)).for('update')
    // Somebody moved it on while the events were read.
    if (!issue || !isMeasured(issue) || issue.fixedAt?.getTime() !== seen.fixedAt?.getTime()) return null
    const { verdict, note, change, data } = figures ? resultOf(issue, figures) : byDetection(issue)
    const [now, toStatus] = [deps.clock.now(), nextStatus[verdict]]
    await tx
      .update(issues)
      .set({ ...change, status: toStatus, updatedAt: now })
      .where(named(scope, id))
    await record(tx, deps, scope, now, {
      ...{ issueId: id, kind: 'measured', fromStatus: issue.status, toStatus, note },
      data: { ...data },
    })
    return verdict
  })
}

/**
 * Measures a fix now.
 * @throws DomainError `conflict` when the issue is not fixed, or there is nothing to measure it by.
 */
export async function measureIssue(deps: Deps, scope: Scope, { id }: ById): Promise<IssueDto> {
  const before = await getIssue(deps, scope, { id })
  const verdict = await measure(deps, scope, id)
  if (!verdict) throw conflict(`Only an issue that is fixed can be measured; this one is ${before.status}`)
  const after = await getIssue(deps, scope, { id })
  await audit(deps.db, scope, {
    ...{ action: 'issues.measure', entity: 'issue', entityId: id },
    ...{ before: { status: before.status }, after: { status: after.status, verdict } },
  })
  return after
}

/** The job's turn: waits for more visits as long as there are too few, a bounded number of times. */
export async function measureInTime(deps: Deps, scope: Scope, waiting: Waiting): Promise<void> {
  const { issueId, fixedAt, attempt } = waiting
  if ((await measure(deps, scope, issueId, fixedAt)) !== 'too few') return
  if (attempt >= measureTries) return
  await deps.db.transaction(tx => measureLater(deps, tx, scope, { ...waiting, attempt: attempt + 1 }, deps.clock.now()))
}
