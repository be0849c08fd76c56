import type { Db } from '@quarterdeck/db'
import { compareRates, type FunnelShape, type SegmentCount, segmentSteps } from '../tracking/index.ts'
import type { Sight } from './decide.ts'
import { discoveryLimit } from './statistics/discoveries.ts'
import { lowerTail } from './statistics/tails.ts'

/** A segment's part in a drop, as an issue's history keeps it. */
export interface SegmentFinding {
  by: SegmentCount['by']
  value: string
  current: { visits: number; completed: number; rate: number | null }
  baseline: { visits: number; completed: number; rate: number | null }
  dropPoints: number | null
  p: number
  /** Fell itself, more than chance explains, all segments considered together. */
  affected: boolean
}

/** Of the segments called affected, at most this share is expected not to be. */
const falseShare = 0.05

/** Which segments of a step fell with it: each against its own usual, in the window that decided the step. */
export async function affectedSegments(
  db: Db,
  funnel: FunnelShape,
  now: Date,
  step: number,
  { window, usual, reached }: Sight,
): Promise<SegmentFinding[]> {
  // Seven days, whether or not the first of them hold any visits.
  const counted = await segmentSteps(db, funnel, now, { step, reached, window, pad: usual.pad, days: 7 })
  const tested = counted.map(segment => {
    const { visits, completed } = segment.usual
    const mean = (completed + 0.5) / (visits + 1)
    const own = (mean * (1 - mean)) / Math.max(1, visits)
    // A segment wobbles from day to day as the whole does.
    const variance = own + Math.max(0, usual.variance - (usual.mean * (1 - usual.mean)) / usual.visits)
    const p = visits === 0 ? 1 : lowerTail(segment.current.completed, segment.current.visits, mean, variance)
    return { segment, p }
  })
  const limit = discoveryLimit(
    tested.map(({ p }) => p),
    falseShare,
  )
  return tested.map(({ segment, p }) => {
    const { current, baseline, dropPoints } = compareRates(segment.usual, segment.current)
    return { by: segment.by, value: segment.value, current, baseline, dropPoints, p, affected: limit > 0 && p <= limit }
  })
}
