import type { Db } from '@quarterdeck/db'
import { type Deps, earlier, minutes, type Window } from '../kernel/index.ts'
import {
  bucketMinutes,
  bucketSteps,
  compareRates,
  type FunnelDto,
  type Proportion,
  type StepBucket,
  severityOf,
} from '../tracking/index.ts'
import { decide, lookForDrop, lookForErrors, lookForSilence, type Sight } from './decide.ts'
import { type Finding, type Scan, shapeOf } from './detect.ts'
import type { DetectionRule } from './presets.ts'
import { type Counts, dayMinutes, historyMinutes, usualDays } from './seasonal.ts'
import { affectedSegments } from './segments.ts'

/** Silence and errors are watched beside the rates, with a part of their budget each. */
const besides = 0.25
const fewestToRecover = 30

const slots = historyMinutes / bucketMinutes

/** Answers for any window from sums that are made once. */
function countsOf(rows: readonly StepBucket[], step: number, part: 'completed' | 'failed'): Counts {
  const [visits, parts] = [new Float64Array(slots + 1), new Float64Array(slots + 1)]
  for (const row of rows) {
    if (row.step !== step || row.bucket >= slots) continue
    visits[row.bucket + 1] = row.visits
    parts[row.bucket + 1] = row[part]
  }
  for (let slot = 1; slot <= slots; slot++) {
    visits[slot] = (visits[slot] ?? 0) + (visits[slot - 1] ?? 0)
    parts[slot] = (parts[slot] ?? 0) + (parts[slot - 1] ?? 0)
  }
  const between = (sums: Float64Array, from: number, to: number) =>
    (sums[Math.round(from / bucketMinutes)] ?? 0) - (sums[Math.round(to / bucketMinutes)] ?? 0)
  return (from, to) => ({ visits: between(visits, from, to), completed: between(parts, from, to) })
}

/** One question of a scan: everything that is needed to say what came of it. */
interface Asked {
  funnel: FunnelDto
  kind: Finding['kind']
  stepIndex: number
  end: Date
  sights: Sight[]
  /** The last hour, or day where an hour holds too little. */
  latest: Proportion
  latestMinutes: number
  /** The same hours of the seven days before, in visits a day. */
  usualVisits: number
}

function ask(funnel: FunnelDto, end: Date, rows: readonly StepBucket[], rule: DetectionRule): Asked[] {
  const beside = { ...rule, falsePerMonth: rule.falsePerMonth * besides }
  return funnel.steps.flatMap((_, stepIndex): Asked[] => {
    const finished = countsOf(rows, stepIndex, 'completed')
    const failed = countsOf(rows, stepIndex, 'failed')
    const latestMinutes = finished(60, 0).visits >= fewestToRecover ? 60 : dayMinutes
    const common = (counts: Counts) => {
      const days = Array.from({ length: usualDays }, (_, day) => {
        const ago = (day + 1) * dayMinutes
        return counts(60 + ago, ago).visits
      })
      const usualVisits = days.reduce((sum, count) => sum + count, 0) / usualDays
      return { funnel, stepIndex, end, latest: counts(latestMinutes, 0), latestMinutes, usualVisits }
    }
    const isLast = stepIndex === funnel.steps.length - 1
    return [
      // The last step's rate is always 100 %.
      ...(isLast
        ? []
        : [{ ...common(finished), kind: 'conversion_drop' as const, sights: lookForDrop(finished, rule) }]),
      { ...common(failed), kind: 'error_rate', sights: lookForErrors(failed, beside) },
      { ...common(finished), kind: 'silence', sights: lookForSilence(finished, beside) },
    ]
  })
}

const nothing: Proportion = { visits: 0, completed: 0 }

function isBack({ kind, latest, latestMinutes, usualVisits }: Asked, rule: DetectionRule, usual: Proportion): boolean {
  if (kind === 'silence') return latestMinutes === 60 ? latest.visits >= usualVisits / 4 : false
  if (latest.visits < fewestToRecover || usual.visits === 0) return false
  const change = (latest.completed / latest.visits - usual.completed / usual.visits) * 100
  return (kind === 'error_rate' ? change : -change) < rule.minDropPoints / 2
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
  const { funnel, kind, stepIndex, end } = asked
  const comparison = compareRates(sight ? sight.usual : nothing, sight ? sight.current : asked.latest)
  const common = {
    kind,
    step: funnel.steps[stepIndex]?.name ?? '',
    stepIndex,
    isBack: (usual: Proportion) => isBack(asked, rule, usual),
  }
  if (!sight) return { ...common, comparison, severity: null }
  return {
    ...common,
    comparison: { ...comparison, p: sight.p },
    severity: severityBy(kind, comparison.dropPoints ?? 0),
    windows: windowsOf(end, sight),
    windowMinutes: sight.window,
    usualVisits: visitsIn(sight),
    ...(kind === 'conversion_drop' && {
      segments: (tx: Db) => affectedSegments(tx, shapeOf(scope.workspaceId, funnel), now, stepIndex, sight),
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
  for (const funnel of funnels) {
    const { end, rows } = await bucketSteps(deps.db, shapeOf(scope.workspaceId, funnel), now, historyMinutes)
    asked.push(...ask(funnel, end, rows, rule))
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
