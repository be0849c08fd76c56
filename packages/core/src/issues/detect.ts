import type { Severity } from '@quarterdeck/db'
import { type Deps, days, earlier, hours, type Window } from '../kernel/index.ts'
import {
  type Comparison,
  compareRates,
  defaultThresholds,
  type FunnelDto,
  type FunnelShape,
  measureSteps,
  type StepMetrics,
} from '../tracking/index.ts'

/** What one scan saw at one step of a funnel. */
export interface Finding {
  step: string
  stepIndex: number
  comparison: Comparison
  /** Set when this is a drop that counts. */
  severity: Severity | null
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

/** Compares step by step. The last step is left out: its rate is always 100 %. */
function findingsOf(funnel: FunnelShape, baseline: StepMetrics, current: StepMetrics): Finding[] {
  return funnel.steps.slice(0, -1).map(({ name }, stepIndex) => {
    const comparison = compareRates(baseline.steps[stepIndex] ?? nobody, current.steps[stepIndex] ?? nobody)
    return { step: name, stepIndex, comparison, severity: comparison.severity }
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
 * Compares the latest visits with the seven days before them; the two windows never overlap. Visits that came too
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

export const shapeOf = (
  workspaceId: string,
  { steps, windowHours }: Pick<FunnelDto, 'steps' | 'windowHours'>,
): FunnelShape => ({
  workspaceId,
  steps,
  windowHours,
})
