import type { Proportion } from '../tracking/index.ts'
import type { DetectionRule } from './presets.ts'
import {
  type Counts,
  dayMinutes,
  historyMinutes,
  type Usual,
  usualDays,
  usualFor,
  windowChoices,
  wobbleOf,
} from './seasonal.ts'
import { discoveryLimit } from './statistics/discoveries.ts'
import { levelOfLook } from './statistics/looking.ts'
import { lowerTail, poissonLowerTail, upperTail } from './statistics/tails.ts'

/** What one window of one step says. */
export interface Sight {
  /** In minutes. */
  window: number
  current: Proportion
  usual: Usual
  /** The probability of this, or worse, on an ordinary day. */
  p: number
  /** `p` as a share of what one look at this window may have: at 1 it would count if it were the only test. */
  share: number
  /** What visits of this step had to reach. */
  reached: 'next' | 'last'
}

/** One step's visits and how many of them went on: to the last step, and to the next where that is another. */
export interface Onwards {
  last: Counts
  next: Counts | null
}

/** Fewer than these say nothing, however large the drop. */
const fewestVisits = 20
/** At most this share of the usual visits: then a step is silent. */
const silentShare = 0.05

/** The part of a step's budget for drops that no single step shows. */
const spreadShare = 0.2

const levels = new Map<string, number>()

const weightOf = (window: number) => 1 / Math.sqrt(window)
const weights = windowChoices.reduce((sum, window) => sum + weightOf(window), 0)

/** What a look at a window may have as its p-value. Shorter windows get more of the month's budget: they save time. */
function levelFor(window: number, budget: number): number {
  const key = `${window} ${budget}`
  const known = levels.get(key) ?? levelOfLook(window, (budget * weightOf(window)) / weights)
  levels.set(key, known)
  return known
}

/** Visits an hour up to which a step has its whole budget. */
const plainFrom = 150

/**
 * Of the budget, what a step with this traffic gets: half of it for twice the visits, a quarter at least. What it buys is
 * minutes, and where many visits come there are few to save.
 */
function budgetFor(series: Counts, { falsePerMonth }: DetectionRule): number {
  const anHour = (60 * series(historyMinutes, dayMinutes).visits) / (historyMinutes - dayMinutes)
  return falsePerMonth / 2 ** Math.min(2, Math.max(0, Math.round(Math.log2(anHour / plainFrom))))
}

/** Large enough to matter, give or take one standard error, and seen in enough visits for its size. */
function counts(change: number, visits: number, mean: number, rule: DetectionRule): boolean {
  if (change <= 0 || visits < fewestVisits) return false
  const least = rule.minDropPoints / 100
  if (visits < rule.minVisits * Math.min(1, (least / change) ** 2)) return false
  return change + Math.sqrt((mean * (1 - mean)) / visits) >= least && change >= least / 2
}

/**
 * A window with so few visits that a loss of a quarter would not reach the limit (about five standard errors) gets a
 * tenth of its budget: what does reach it there is far larger, and plain.
 */
function isBlunt(direction: 'fall' | 'rise', visits: number, mean: number, rule: DetectionRule): boolean {
  const typical = direction === 'fall' ? mean / 4 : rule.minDropPoints / 100
  return typical < 5 * Math.sqrt((mean * (1 - mean)) / visits)
}

/** Looks at the windows of one step, shortest first; those that cannot count are left out. */
function look(series: Counts, rule: DetectionRule, direction: 'fall' | 'rise'): Sight[] {
  const budget = budgetFor(series, rule)
  let wobble: number | undefined
  return windowChoices.flatMap(window => {
    const current = series(window, 0)
    if (current.visits < fewestVisits) return []
    wobble ??= wobbleOf(series)
    const usual = usualFor(series, window, wobble)
    if (!usual) return []
    const rate = current.completed / current.visits
    const change = direction === 'fall' ? usual.mean - rate : rate - usual.mean
    if (!counts(change, current.visits, usual.mean, rule)) return []
    const tail = direction === 'fall' ? lowerTail : upperTail
    const p = tail(current.completed, current.visits, usual.mean, usual.variance)
    const part = isBlunt(direction, current.visits, usual.mean, rule) ? budget / 10 : budget
    return [{ window, current, usual, p, share: p / levelFor(window, part), reached: 'last' as const }]
  })
}

/**
 * A rate that fell: of the visits that came to a step, those that finished, or those that went on to the next step.
 * A break far from the end is plain in the second long before the first shows it; the first sees what is spread over
 * many steps, and gets the lesser part of the step's budget.
 */
export function lookForDrop({ last, next }: Onwards, rule: DetectionRule): Sight[] {
  if (!next) return look(last, rule, 'fall')
  const part = (share: number) => ({ ...rule, falsePerMonth: rule.falsePerMonth * share })
  const onwards = look(next, part(1 - spreadShare), 'fall').map(sight => ({ ...sight, reached: 'next' as const }))
  return [...onwards, ...look(last, part(spreadShare), 'fall')]
}

/** A rate that rose: of the visits that came to a step, those that met an error (given as `completed`). */
export const lookForErrors = (series: Counts, rule: DetectionRule): Sight[] => look(series, rule, 'rise')

/**
 * A step gone silent: at most a twentieth of the usual visits, and fewer than a quiet day would bring. Traffic wobbles
 * more than rates do, so that what is expected (Poisson) is half of the quietest of the same hours of seven days.
 */
export function lookForSilence(series: Counts, rule: DetectionRule): Sight[] {
  return windowChoices.flatMap(window => {
    const { visits } = series(window, 0)
    const days = Array.from({ length: usualDays }, (_, day) => {
      const ago = (day + 1) * dayMinutes
      return series(window + ago, ago).visits
    })
    const quietest = Math.min(...days)
    const sum = days.reduce((total, count) => total + count, 0)
    if (visits > silentShare * quietest) return []
    const p = poissonLowerTail(visits, quietest / 2)
    const usual = { visits: sum, completed: sum, mean: 1, variance: 0, pad: 0, days: usualDays }
    return [
      {
        window,
        current: { visits, completed: visits },
        usual,
        p,
        share: p / levelFor(window, rule.falsePerMonth),
        reached: 'last' as const,
      },
    ]
  })
}

/** What was looked at, and what came of it. */
export interface Question {
  sights: Sight[]
}

/**
 * Decides everything that was looked at together. Each funnel brings its own budget; within them all, the false
 * discovery rate is held over all questions, whether or not they had anything to show.
 * @returns for each question, of the windows that decide it, the one that shows it most clearly (the best estimate of
 * since when it has been so), or null.
 */
export function decide(questions: readonly Question[], funnels: number): (Sight | null)[] {
  const best = questions.map(({ sights }) => Math.min(Number.POSITIVE_INFINITY, ...sights.map(({ share }) => share)))
  const limit = discoveryLimit(best, funnels)
  return questions.map(({ sights }) => {
    const deciding = sights.filter(({ share }) => limit > 0 && share <= limit)
    return deciding.reduce<Sight | null>((best, sight) => (best && best.p <= sight.p ? best : sight), null)
  })
}
