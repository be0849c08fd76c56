import type { Db } from '@quarterdeck/db'
import { type Deps, earlier, minutes, type Window } from '../kernel/index.ts'
import {
  bucketMinutes,
  bucketSteps,
  compareRates,
  type FunnelDto,
  type Proportion,
  type Reached,
  type StepBuckets,
  severityOf,
} from '../tracking/index.ts'
import { decide, lookForDrop, lookForErrors, lookForSilence, type Sight } from './decide.ts'
import { type Finding, type Scan, shapeOf } from './detect.ts'
import { type FixedSince, readFixes } from './fixed-since.ts'
import type { DetectionRule } from './presets.ts'
import { type Counts, dayMinutes, historyMinutes, usualDays } from './seasonal.ts'
import { affectedSegments } from './segments.ts'

/** Silence and errors are watched beside the rates, with a part of their budget each. */
const besides = 0.05
const fewestToRecover = 30

const slots = historyMinutes / bucketMinutes

/** Answers for any window from sums that are made once. */
function countsOf(counted: StepBuckets | undefined, part: 'completed' | 'failed'): Counts {
  const [visits, parts] = [new Float64Array(slots + 1), new Float64Array(slots + 1)]
  counted?.buckets.forEach((bucket, index) => {
    if (bucket >= slots) return
    visits[bucket + 1] = counted.visits[index] ?? 0
    parts[bucket + 1] = counted[part][index] ?? 0
  })
  for (let slot = 1; slot <= slots; slot++) {
    visits[slot] = (visits[slot] ?? 0) + (visits[slot - 1] ?? 0)
    parts[slot] = (parts[slot] ?? 0) + (parts[slot - 1] ?? 0)
  }
  const between = (sums: Float64Array, from: number, to: number) =>
    (sums[Math.round(from / bucketMinutes)] ?? 0) - (sums[Math.round(to / bucketMinutes)] ?? 0)
  return (from, to) => ({ visits: between(visits, from, to), completed: between(parts, from, to) })
}

/** One way to look at a step: what its visits have to reach, and when the last that can be judged came. */
interface View {
  counts: Counts
  lastStep: string
  end: Date
}

/** One question of a scan: everything that is needed to say what came of it. */
interface Asked {
  funnel: FunnelDto
  kind: Finding['kind']
  stepIndex: number
  sights: Sight[]
  views: { last: View; next: View | null }
}

/** Only windows that begin after what was fixed: those before show what is dealt with. */
function sinceFix({ sights, ...asked }: Asked, fixedSince: FixedSince): Asked {
  const { funnel, kind, stepIndex, views } = asked
  const fixed = fixedSince(funnel.id, { step: funnel.steps[stepIndex]?.name ?? '', kind })
  const isLater = ({ window, reached }: Sight) => {
    const { end } = (reached === 'next' && views.next) || views.last
    return !fixed || earlier(end, minutes(window)) >= fixed
  }
  return { ...asked, sights: sights.filter(isLater) }
}

function ask(funnel: FunnelDto, now: Date, rows: readonly StepBuckets[], rule: DetectionRule): Asked[] {
  const beside = { ...rule, falsePerMonth: rule.falsePerMonth * besides }
  const last = funnel.steps.length - 1
  return funnel.steps.flatMap((_, stepIndex): Asked[] => {
    const view = (reached: Reached, part: 'completed' | 'failed'): View => {
      const counted = rows.find(row => row.step === stepIndex && row.reached === reached)
      const lastStep = funnel.steps[reached === 'last' ? last : stepIndex + 1]?.name ?? ''
      return { counts: countsOf(counted, part), lastStep, end: earlier(now, (counted?.patience ?? 0) * 1_000) }
    }
    const finished = view('last', 'completed')
    const onwards = { last: finished, next: stepIndex + 1 < last ? view('next', 'completed') : null }
    const failed = { last: view('last', 'failed'), next: null }
    const drop = { last: finished.counts, next: onwards.next?.counts ?? null }
    const common = { funnel, stepIndex }
    return [
      // The last step's rate is always 100 %.
      ...(stepIndex === last
        ? []
        : [{ ...common, views: onwards, kind: 'conversion_drop' as const, sights: lookForDrop(drop, rule) }]),
      { ...common, views: failed, kind: 'error_rate', sights: lookForErrors(failed.last.counts, beside) },
      {
        ...common,
        views: { ...onwards, next: null },
        kind: 'silence',
        sights: lookForSilence(finished.counts, beside),
      },
    ]
  })
}

const nothing: Proportion = { visits: 0, completed: 0 }

/** The last hour, or day where an hour holds too little. */
function latestOf({ counts }: View): Proportion {
  const hour = counts(60, 0)
  return hour.visits >= fewestToRecover ? hour : counts(dayMinutes, 0)
}

/** Visits of the last hour, where they are a quarter of what the same hour of the days before brought. */
function arrivalsBack({ counts }: View): Proportion | null {
  const hour = counts(60, 0)
  const sum = Array.from({ length: usualDays }, (_, day) => {
    const ago = (day + 1) * dayMinutes
    return counts(60 + ago, ago).visits
  }).reduce((total, visits) => total + visits, 0)
  return hour.visits >= fewestToRecover && hour.visits >= sum / usualDays / 4 ? hour : null
}

function back({ kind, views }: Asked, rule: DetectionRule, usual: Proportion, lastStep: string): Proportion | null {
  if (kind === 'silence') return arrivalsBack(views.last)
  const latest = latestOf(views.next?.lastStep === lastStep ? views.next : views.last)
  if (latest.visits < fewestToRecover || usual.visits === 0) return null
  const change = (latest.completed / latest.visits - usual.completed / usual.visits) * 100
  return (kind === 'error_rate' ? change : -change) < rule.minDropPoints / 2 ? latest : null
}

function windowsOf(end: Date, { window, usual }: Sight): { current: Window; baseline: Window } {
  const ago = (count: number) => earlier(end, minutes(count))
  const first = window + usualDays * dayMinutes
  return {
    current: { from: ago(window), to: end },
    baseline: { from: ago(first + (usual.pad ?? 0)), to: ago(usual.pad === null ? window : dayMinutes - usual.pad) },
  }
}

/** How many visits are usual in a window of this length. */
function visitsIn({ window, usual }: Sight): number {
  const seen = usual.pad === null ? usualDays * dayMinutes : usual.days * (window + 2 * usual.pad)
  return Math.round((usual.visits / seen) * window)
}

function severityBy(kind: Finding['kind'], dropPoints: number): Finding['severity'] {
  if (kind === 'silence') return 'critical'
  return severityOf(Math.abs(dropPoints))
}

interface Moment {
  scope: { workspaceId: string }
  now: Date
  rule: DetectionRule
}

function findingOf(asked: Asked, sight: Sight | null, { scope, now, rule }: Moment): Finding {
  const { funnel, kind, stepIndex, views } = asked
  const view = (sight?.reached === 'next' && views.next) || views.last
  const comparison = compareRates(sight ? sight.usual : nothing, sight ? sight.current : latestOf(view))
  const common = {
    kind,
    step: funnel.steps[stepIndex]?.name ?? '',
    stepIndex,
    lastStep: view.lastStep,
    back: (usual: Proportion, lastStep: string) => back(asked, rule, usual, lastStep),
  }
  if (!sight) return { ...common, comparison, severity: null }
  const windows = windowsOf(view.end, sight)
  return {
    ...common,
    comparison: { ...comparison, p: sight.p },
    severity: severityBy(kind, comparison.dropPoints ?? 0),
    windows,
    windowMinutes: sight.window,
    usualVisits: visitsIn(sight),
    ...(kind !== 'silence' && {
      segments: (tx: Db) =>
        affectedSegments(tx, shapeOf(scope.workspaceId, funnel), { kind, step: stepIndex, sight, windows, now }),
    }),
  }
}

/**
 * Looks at every step of all these funnels at one moment and decides them together. Each funnel's events are read once.
 * @returns one scan a funnel, in their order.
 */
export async function scanSeasonal(
  deps: Deps,
  scope: { workspaceId: string },
  funnels: readonly FunnelDto[],
  now: Date,
  rule: DetectionRule,
): Promise<{ funnel: FunnelDto; scan: Scan }[]> {
  const asked: Asked[] = []
  const fixedSince = await readFixes(deps.db, scope, now)
  for (const funnel of funnels) {
    const rows = await bucketSteps(deps.db, shapeOf(scope.workspaceId, funnel), { now, span: historyMinutes })
    asked.push(...ask(funnel, now, rows, rule).map(one => sinceFix(one, fixedSince)))
  }
  const findings = new Map<string, Finding[]>()
  for (const kind of ['conversion_drop', 'error_rate', 'silence'] as const) {
    const family = asked.filter(one => one.kind === kind)
    decide(family, funnels.length).forEach((sight, index) => {
      const one = family[index]
      if (!one) return
      const finding = findingOf(one, sight, { scope, now, rule })
      findings.set(one.funnel.id, [...(findings.get(one.funnel.id) ?? []), finding])
    })
  }
  const day = { from: earlier(now, minutes(dayMinutes)), to: now }
  const before = { from: earlier(now, minutes(historyMinutes)), to: day.from }
  return funnels.map(funnel => ({
    funnel,
    scan: { current: day, baseline: before, findings: findings.get(funnel.id) ?? [] },
  }))
}
