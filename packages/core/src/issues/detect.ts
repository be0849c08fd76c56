import type { Db, IssueKind, Severity } from '@quarterdeck/db'
import { type Deps, days, earlier, hours, type Window } from '../kernel/index.ts'
import {
  type Comparison,
  compareRates,
  defaultThresholds,
  type FunnelDto,
  type FunnelShape,
  measureSteps,
  type Proportion,
  type StepMetrics,
  stepsUntil,
} from '../tracking/index.ts'
import type { SegmentFinding } from './segments.ts'

/** What one scan saw at one step of a funnel. */
export interface Finding {
  kind: Exclude<IssueKind, 'manual'>
  step: string
  stepIndex: number
  comparison: Comparison
  /** Set when this is a drop that counts. */
  severity: Severity | null
  /** What visits of the step have to reach. */
  lastStep: string
  /** The latest figures when the step is well again, measured against what was usual when its issue was found; else null. */
  back: (usual: Proportion, lastStep: string) => Proportion | null
  /** What decided, where that differs from the scan's. */
  windows?: { current: Window; baseline: Window }
  windowMinutes?: number
  /** How many visits are usual in such a window. */
  usualVisits?: number
  /** Who is affected: asked when an issue is opened. */
  segments?: (tx: Db) => Promise<SegmentFinding[]>
}

export interface Scan {
  current: Window
  baseline: Window
  findings: Finding[]
}

/** How far back "now" reaches: the shorter one when it holds enough visits. */
const currentSpans = [hours(1), hours(24)] as const
/** "Usual" is the seven days before. */
const baselineSpan = days(7)
/** A funnel whose visits take long to finish is not waited for longer than this, in seconds. */
const maxSettle = 3_600

const nobody = { visits: 0, completed: 0 }

/** Enough visits were seen, and less than half of the drop that counts is left. */
function isBack(current: Proportion, usual: Proportion): boolean {
  const { dropPoints } = compareRates(usual, current)
  const { minVisits, minDropPoints } = defaultThresholds
  return current.visits >= minVisits && dropPoints !== null && dropPoints < minDropPoints / 2
}

/** Compares step by step. The last step is left out: its rate is always 100 %. */
function findingsOf(funnel: FunnelShape, baseline: StepMetrics, current: StepMetrics): Finding[] {
  return funnel.steps.slice(0, -1).map(({ name }, stepIndex) => {
    const comparison = compareRates(baseline.steps[stepIndex] ?? nobody, current.steps[stepIndex] ?? nobody)
    return {
      kind: 'conversion_drop',
      step: name,
      stepIndex,
      comparison,
      severity: comparison.severity,
      lastStep: funnel.steps.at(-1)?.name ?? '',
      back: usual => (isBack(comparison.current, usual) ? comparison.current : null),
    }
  })
}

/** Compares two windows that somebody chose. */
export async function scanWindows(
  { db }: Deps,
  funnel: FunnelShape,
  windows: { current: Window; baseline: Window },
): Promise<Scan> {
  const baseline = await measureSteps(db, funnel, windows.baseline)
  const current = await measureSteps(db, funnel, windows.current)
  return { ...windows, findings: findingsOf(funnel, baseline, current) }
}

/**
 * The first system's scan (preset `classic`): compares the latest visits with the seven days before them; the two windows never overlap. Visits that came too
 * recently to have finished are left out: as long as 95 % of finishing visits usually take.
 */
export async function scanLatest(deps: Deps, funnel: FunnelShape, now: Date): Promise<Scan> {
  const [shortest, longest] = currentSpans
  const scan = await scanSpan(deps, funnel, now, shortest)
  const enough = scan.findings.some(({ comparison }) => comparison.current.visits >= defaultThresholds.minVisits)
  return enough ? scan : scanSpan(deps, funnel, now, longest)
}

async function scanSpan({ db }: Deps, funnel: FunnelShape, now: Date, span: number): Promise<Scan> {
  const baseline = { from: earlier(now, span + baselineSpan), to: earlier(now, span) }
  const usual = await measureSteps(db, funnel, baseline)
  const settle = Math.min(usual.settleSeconds ?? 0, maxSettle) * 1_000
  const current = { from: earlier(now, span), to: earlier(now, Math.min(settle, span / 2)) }
  return { baseline, current, findings: findingsOf(funnel, usual, await measureSteps(db, funnel, current)) }
}

/** The funnel as far as an issue's figures go. */
export const shapeUntil = (
  workspaceId: string,
  funnel: Pick<FunnelDto, 'steps' | 'windowHours'>,
  { step, lastStep }: { step: string; lastStep: string },
): FunnelShape => ({
  ...shapeOf(workspaceId, funnel),
  steps: stepsUntil(funnel.steps, step, lastStep),
})

export const shapeOf = (
  workspaceId: string,
  { steps, windowHours }: Pick<FunnelDto, 'steps' | 'windowHours'>,
): FunnelShape => ({
  workspaceId,
  steps,
  windowHours,
})
