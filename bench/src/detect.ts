import type { Proportion } from '@quarterdeck/core/tracking'
import type { Engine } from '@quarterdeck/db'
import { classic, isBack, looksAt, ours, type Rule } from './detect-rules.ts'
import { type Break, minutesADay, simulate } from './detect-simulation.ts'
import { type Metric, median, progress, type Result } from './report.ts'

const rates = [20, 60, 300, 1_000, 5_000]
const drops = [3, 6, 12, 25]
/** Presets were tuned on the seeds from 500,000 to 900,000 on; what is printed comes from these. */
const seeds = 17
const history = 8 * minutesADay
const quietDays = 30
/** Quiet months at each number of visits, and breaks of each size. */
const months = 8
const fewTurns = 21
/** Of what the bars are about. */
const manyTurns = 151
/** What is not found within a day is not found. */
const patience = minutesADay
const cooldown = 5
const rules: [string, Rule][] = [
  ['classic', classic],
  ['ours', ours],
]

/** Counts the issues that a quiet month would raise: one a step that is open until its rate is back. */
export function falseIssues(sums: Float64Array[], rule: Rule): number {
  const open = new Map<number, { usual: Proportion; reached: 'next' | 'last' }>()
  const rested = new Map<number, number>()
  let raised = 0
  for (let minute = history; minute < history + quietDays * minutesADay; minute++) {
    const steps = looksAt(sums, minute)
    const flagged = rule(steps)
    steps.forEach((views, step) => {
      const [issue, found] = [open.get(step), flagged.get(step)]
      const counts = views[issue?.reached ?? found ?? 'last'] ?? views.last
      if (!found) {
        if (issue && isBack(counts, issue.usual) && open.delete(step)) rested.set(step, minute)
      } else if (!issue && minute - (rested.get(step) ?? 0) >= cooldown) {
        open.set(step, { usual: counts(8 * minutesADay, minutesADay), reached: found })
        raised++
      }
    })
  }
  return raised
}

/** Minutes from the beginning of a break to the first issue; `patience` when there is none. */
function minutesToDetect(sums: Float64Array[], rule: Rule, { start }: Break): number {
  for (let minute = start + 1; minute <= start + patience; minute++) {
    if (rule(looksAt(sums, minute)).size > 0) return minute - start
  }
  return patience
}

interface Found {
  rule: string
  rate: number
  points: number
  at: number
  times: number[]
}

function breaks(rate: number, points: number, at: number, turns: number): Found[] {
  const found = rules.map(([rule]): Found => ({ rule, rate, points, at, times: [] }))
  for (let turn = 0; turn < turns; turn++) {
    // Around the clock: the traffic of the moment differs from its mean.
    const broken = { start: history + Math.floor((turn / turns) * minutesADay), points, at }
    const seed = seeds + 1_000_003 * turn + 101 * rate + 7 * points + at
    const sums = simulate(seed, rate, broken.start + patience, broken)
    rules.forEach(([, rule], index) => {
      found[index]?.times.push(minutesToDetect(sums, rule, broken))
    })
  }
  return found
}

const within = (times: readonly number[], minutes: number) =>
  times.filter(time => time <= minutes).length / times.length

const prefixed = (rule: string, name: string) =>
  rule === 'classic' ? `classic${name[0]?.toUpperCase()}${name.slice(1)}` : name

function describeBreak({ rule, rate, points, at, times }: Found): Metric[] {
  const where = at === 3 ? '' : 'First'
  const what = `${rule}: ${points} points at ${rate} visits/h${at === 3 ? '' : ', first step broken'}`
  const isBar = rule === 'ours' && points === 12 && rate === 300 && at === 3
  return [
    {
      name: prefixed(rule, `minutesToDetect${points}At${rate}${where}`),
      label: `${what}, found after (median)`,
      value: median(times),
      unit: 'min',
      ...(isBar && { asked: { atMost: 15 } }),
    },
    {
      name: prefixed(rule, `detectedWithin1h${points}At${rate}${where}`),
      label: `${what}, within 1 h`,
      value: within(times, 60),
      unit: '',
    },
  ]
}

function quiet(): Metric[] {
  const all = rules.map(([rule]) => ({ rule, total: 0 }))
  const metrics: Metric[] = []
  for (const rate of rates) {
    const sums = Array.from({ length: months }, (_, month) =>
      simulate(seeds + 977 * month + rate, rate, history + quietDays * minutesADay),
    )
    rules.forEach(([rule, decideBy], index) => {
      const raised = sums.reduce((sum, one) => sum + falseIssues(one, decideBy), 0)
      const entry = all[index]
      if (entry) entry.total += raised
      metrics.push({
        name: prefixed(rule, `falseIssuesPerFunnelMonthAt${rate}`),
        label: `${rule}: false issues a funnel and month at ${rate} visits/h`,
        value: raised / months,
        unit: '',
      })
    })
    progress(`Quiet months at ${rate} visits/h are done`)
  }
  for (const { rule, total } of all) {
    metrics.unshift({
      name: prefixed(rule, 'falseIssuesPerFunnelMonth'),
      label: `${rule}: false issues a funnel and month`,
      value: total / months / rates.length,
      unit: '',
      ...(rule === 'ours' && { asked: { atMost: 0.2 } }),
    })
  }
  return metrics
}

/** How soon drops are found, and how often there is nothing to find. No database: only what decides. */
export async function benchDetect(engine: Engine): Promise<Result> {
  const metrics = quiet()
  for (const points of drops) {
    for (const rate of rates) {
      const turns = points === 12 && rate === 300 ? manyTurns : fewTurns
      metrics.push(...breaks(rate, points, 3, turns).flatMap(describeBreak))
    }
    progress(`Drops of ${points} points are done`)
  }
  metrics.push(...breaks(300, 12, 0, fewTurns).flatMap(describeBreak))
  const notes = [
    `${months} quiet months at each number of visits, ${fewTurns} breaks of each size (${manyTurns} of 12 points at 300 visits/h) spread around the clock; looked at every minute; ${patience} min stands for not found.`,
    'Points are of the funnel as a whole (42.75 % get to the end), lost before its last step unless said; the time that visits need to finish comes on top.',
  ]
  return { bench: 'detect', engine, notes, metrics }
}
