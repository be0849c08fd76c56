import { type Deps, earlier, hours, later, minutes, type Scope } from '../kernel/index.ts'
import { bucketMinutes, bucketSteps, type FunnelDto, type Rated, type Reached, rated } from '../tracking/index.ts'
import { shapeOf } from './detect.ts'
import { funnelOf } from './evidence.ts'
import type { IssueSeriesInput } from './inputs.ts'
import type { IssueDto } from './model.ts'
import { getIssue } from './queries.ts'
import { minUsualDays, usualDays } from './seasonal.ts'

/** What an issue is about, hour by hour. */
export interface IssueSeriesDto {
  bucketSeconds: number
  /**
   * Without gaps. `visits` came to the step in the hour that begins at `at`; of them `completed` met an error (kind
   * `error_rate`) or reached the issue's last step. `expected`: how many visits the same hour of the seven days before
   * makes likely; null where fewer than three days are known.
   */
  items: ({ at: string; expected: { low: number; high: number } | null } & Rated)[]
}

/** What visits of an issue's step have to reach. */
export function reachedBy(
  { funnel, step }: { funnel: Pick<FunnelDto, 'steps'>; step: number },
  { lastStep, kind }: Pick<IssueDto, 'lastStep' | 'kind'>,
): Reached {
  // Errors are counted where the last step is waited for.
  if (kind === 'error_rate' || step + 2 >= funnel.steps.length) return 'last'
  return funnel.steps[step + 1]?.name === lastStep ? 'next' : 'last'
}

const hourBuckets = 60 / bucketMinutes

/**
 * The range in which an hour's visits lie 95 times of 100, by the same hour of earlier days: they differ by chance
 * (Poisson) or as much as those days did, whichever is more.
 */
export function expectedVisits(days: readonly number[]): { low: number; high: number } | null {
  if (days.length < minUsualDays) return null
  const mean = days.reduce((sum, visits) => sum + visits, 0) / days.length
  const between = days.reduce((sum, visits) => sum + (visits - mean) ** 2, 0) / (days.length - 1)
  const half = 1.96 * Math.sqrt(Math.max(mean, between) * (1 + 1 / days.length))
  const round = (value: number) => Math.round(10 * value) / 10
  return { low: round(Math.max(0, mean - half)), high: round(mean + half) }
}

const fiveMinutes = minutes(bucketMinutes)

/**
 * An issue's visits hour by hour, counted as detection counts them. Hours are whole: they end at `to`, or at the last
 * five minutes that have passed.
 */
export async function getIssueSeries(deps: Deps, scope: Scope, input: IssueSeriesInput): Promise<IssueSeriesDto> {
  const issue = await getIssue(deps, scope, input)
  const found = await funnelOf(deps, scope, issue)
  const now = deps.clock.now()
  const passed = Math.floor(now.getTime() / fiveMinutes) * fiveMinutes
  const end = new Date(Math.min(input.to.getTime(), passed))
  const shown = Math.floor((end.getTime() - input.from.getTime()) / hours(1))
  if (!found || shown <= 0) return { bucketSeconds: 3_600, items: [] }
  const known = new Date(Math.min(now.getTime(), later(end, hours(1)).getTime()))
  const span = (shown + usualDays * 24) * 60
  const late = Math.ceil((known.getTime() - end.getTime()) / minutes(1))
  const counted = await bucketSteps(deps.db, shapeOf(scope.workspaceId, found.funnel), {
    ...{ now: known, span: span + late, end },
  })
  const reached = reachedBy(found, issue)
  const row = counted.find(one => one.step === found.step && one.reached === reached)
  const part = issue.kind === 'error_rate' ? 'failed' : 'completed'
  const sums = Array.from({ length: span / 60 }, () => ({ visits: 0, completed: 0 }))
  row?.buckets.forEach((bucket, index) => {
    const hour = sums[Math.floor(bucket / hourBuckets)]
    if (!hour) return
    hour.visits += row.visits[index] ?? 0
    hour.completed += row[part][index] ?? 0
  })
  // Nothing was usual before anybody came at all; the hour of the first visit need not be whole.
  const first = sums.findLastIndex(({ visits }) => visits > 0)
  const items = sums.slice(0, shown).map((sum, hour) => {
    const before = Array.from({ length: usualDays }, (_, day) => hour + (day + 1) * 24).filter(at => at < first)
    return {
      at: earlier(end, hours(hour + 1)).toISOString(),
      ...rated(sum),
      expected: expectedVisits(before.map(at => sums[at]?.visits ?? 0)),
    }
  })
  return { bucketSeconds: 3_600, items: items.toReversed() }
}
