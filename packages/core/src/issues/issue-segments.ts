import { issueHistory } from '@quarterdeck/db'
import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { type ById, type Deps, days, hours, later, minutes, type Scope } from '../kernel/index.ts'
import {
  breakdowns,
  differenceOf,
  type SegmentCount,
  type Share,
  segmentSteps,
  shareOf,
  wilsonCount,
} from '../tracking/index.ts'
import { shapeOf } from './detect.ts'
import { funnelOf, windowsOf } from './evidence.ts'
import { reachedBy } from './issue-series.ts'
import type { IssueDto } from './model.ts'
import { getIssue } from './queries.ts'
import { usualDays } from './seasonal.ts'

/** How one kind of visit is hit by an issue: in the issue's window, and usually. */
export interface IssueSegmentDto {
  by: SegmentCount['by']
  /** `unknown` where events do not say. */
  value: string
  /** Of its visits, those that reached the last step, or that met an error; 95 % intervals by Wilson. Null for silence. */
  rates: { now: Share; usual: Share } | null
  /** For silence: the visits seen, with the 95 % interval of their number, and how many are usual in as long a time. */
  arrivals: { seen: number; low: number; high: number; expected: number } | null
  /** Worse than usual by more than chance explains; for silence: surely less than half of what is usual. */
  stands: boolean
  /** What the scan that opened the issue saw: how likely on an ordinary day. Null where it did not look. */
  p: number | null
}

const detected = z.object({
  windowMinutes: z.number().optional(),
  segments: z.array(z.object({ by: z.enum(breakdowns), value: z.string(), p: z.number() })).optional(),
})

/** What the scan that opened an issue kept. */
async function detectionOf({ db }: Deps, scope: Scope, issueId: string): Promise<z.infer<typeof detected>> {
  const [row] = await db
    .select({ data: issueHistory.data })
    .from(issueHistory)
    .where(
      and(
        eq(issueHistory.workspaceId, scope.workspaceId),
        eq(issueHistory.issueId, issueId),
        eq(issueHistory.kind, 'detected'),
      ),
    )
    .orderBy(asc(issueHistory.at), asc(issueHistory.id))
    .limit(1)
  return detected.safeParse(row?.data).data ?? {}
}

const minute = minutes(1)

/** Minutes by which the hours of the days before reach past the window; null where all of the baseline counts. */
function padOf({ current, baseline }: ReturnType<typeof windowsOf>): number | null {
  const pad = baseline.to.getTime() - current.to.getTime() + days(1)
  const isSameHours = pad >= 0 && baseline.from.getTime() === current.from.getTime() - days(usualDays) - pad
  return isSameHours ? pad / minute : null
}

interface Frame {
  kind: IssueDto['kind']
  /** Length of the issue's window over that of what is usual. */
  share: number
  p: (segment: SegmentCount) => number | null
}

function segmentOf(segment: SegmentCount, { kind, share, p }: Frame): IssueSegmentDto {
  const { by, value, current, usual } = segment
  if (kind === 'silence') {
    const expected = Math.round(10 * usual.visits * share) / 10
    const arrivals = { seen: current.visits, ...wilsonCount(current.visits), expected }
    return { by, value, rates: null, arrivals, stands: arrivals.high < expected / 2, p: p(segment) }
  }
  const part = kind === 'error_rate' ? 'failed' : 'completed'
  const of = (side: SegmentCount['current']) => ({ visits: side.visits, completed: side[part] })
  const [now, before] = [of(current), of(usual)]
  const worse = kind === 'error_rate' ? differenceOf(now, before) : differenceOf(before, now)
  const rates = { now: shareOf(now.completed, now.visits), usual: shareOf(before.completed, before.visits) }
  return { by, value, rates, arrivals: null, stands: (worse?.low ?? 0) > 0, p: p(segment) }
}

/** Visits that are missing, or that are too many: what a segment adds to the issue. */
function weightOf({ rates, arrivals }: IssueSegmentDto): number {
  if (arrivals) return arrivals.expected - arrivals.seen
  if (!rates) return 0
  return Math.abs(((rates.usual.rate ?? 0) * rates.now.of) / 100 - rates.now.count)
}

/**
 * Whom an issue hits: its step by device, country and app version, the twelve largest of each, judged as the issue was
 * found. Those that are surely worse come first, then those that weigh most. Empty once the funnel is gone.
 */
export async function getIssueSegments(deps: Deps, scope: Scope, input: ById): Promise<{ items: IssueSegmentDto[] }> {
  const issue = await getIssue(deps, scope, input)
  const found = await funnelOf(deps, scope, issue)
  if (!found) return { items: [] }
  const { windowMinutes, segments = [] } = await detectionOf(deps, scope, issue.id)
  const windows = windowsOf(issue)
  // Scans of the first system, and people, wait for a visit as long as the funnel does.
  const patient = windowMinutes === undefined
  const latest = later(windows.current.to, hours(patient ? found.funnel.windowHours : 1))
  const now = new Date(Math.max(windows.current.to.getTime(), Math.min(latest.getTime(), deps.clock.now().getTime())))
  const pad = patient ? null : padOf(windows)
  const counted = await segmentSteps(deps.db, shapeOf(scope.workspaceId, found.funnel), {
    ...{ step: found.step, reached: reachedBy(found, issue), ...windows, pad, now, patient },
  })
  const span = ({ from, to }: { from: Date; to: Date }) => to.getTime() - from.getTime()
  const window = span(windows.current)
  const usual = pad === null ? span(windows.baseline) : usualDays * (window + 2 * minutes(pad))
  const p = ({ by, value }: SegmentCount) => segments.find(one => one.by === by && one.value === value)?.p ?? null
  const items = counted.map(segment => segmentOf(segment, { kind: issue.kind, share: window / usual, p }))
  return {
    items: items.toSorted((a, b) => Number(b.stands) - Number(a.stands) || weightOf(b) - weightOf(a)),
  }
}
