import type { Db } from '@quarterdeck/db'
import type { Window } from '../kernel/index.ts'
import { compareRates, type FunnelShape, type SegmentCount, segmentSteps } from '../tracking/index.ts'
import type { Sight } from './decide.ts'
import { discoveryLimit } from './statistics/discoveries.ts'
import { lowerTail, upperTail } from './statistics/tails.ts'

/** A segment's part in a drop or a rise of errors, as an issue's history keeps it. */
export interface SegmentFinding {
  by: SegmentCount['by']
  value: string
  current: { visits: number; completed: number; rate: number | null }
  baseline: { visits: number; completed: number; rate: number | null }
  dropPoints: number | null
  p: number
  /** Fell (or met errors) itself, more than chance explains, all segments considered together. */
  affected: boolean
}

/** Of the segments called affected, at most this share is expected not to be. */
const falseShare = 0.05

/** What was seen, and where. */
export interface Seen {
  kind: 'conversion_drop' | 'error_rate'
  step: number
  sight: Sight
  windows: { current: Window; baseline: Window }
  now: Date
}

/** Which segments of a step are hit: each against its own usual, in the window that decided the step. */
export async function affectedSegments(db: Db, funnel: FunnelShape, seen: Seen): Promise<SegmentFinding[]> {
  const { kind, step, sight, windows, now } = seen
  const { usual, reached } = sight
  const counted = await segmentSteps(db, funnel, { step, reached, ...windows, pad: usual.pad, now })
  const part = kind === 'error_rate' ? 'failed' : 'completed'
  const tail = kind === 'error_rate' ? upperTail : lowerTail
  const tested = counted
    .filter(({ current }) => current.visits > 0)
    .map(segment => {
      const [then, here] = [segment.usual, segment.current]
      const mean = (then[part] + 0.5) / (then.visits + 1)
      const own = (mean * (1 - mean)) / Math.max(1, then.visits)
      // A segment wobbles from day to day as the whole does.
      const variance = own + Math.max(0, usual.variance - (usual.mean * (1 - usual.mean)) / usual.visits)
      const p = then.visits === 0 ? 1 : tail(here[part], here.visits, mean, variance)
      return { segment, p }
    })
  const limit = discoveryLimit(
    tested.map(({ p }) => p),
    falseShare,
  )
  return tested.map(({ segment, p }) => {
    const of = ({ visits, [part]: completed }: SegmentCount['current']) => ({ visits, completed })
    const { current, baseline, dropPoints } = compareRates(of(segment.usual), of(segment.current))
    return { by: segment.by, value: segment.value, current, baseline, dropPoints, p, affected: limit > 0 && p <= limit }
  })
}
