import type { Db } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments } from '../kernel/index.ts'
import { analyse, type FunnelShape, list } from './step-events.ts'
import {
  all,
  errorsOf,
  first,
  inTime,
  metInTime,
  type Reached,
  type Reading,
  visitsBefore,
  wait,
} from './step-visits.ts'

export const bucketMinutes = 5

/** One step's visits, counted in five minutes each; the four lists go together. */
export interface StepBuckets {
  step: number
  reached: Reached
  /** How long visits are waited for, in seconds: the end is so long before now, unless it was given. */
  patience: number
  /** How many times five minutes before the end. */
  buckets: number[]
  visits: number[]
  completed: number[]
  /** Visits that met an error while they were waited for; 0 where it is the next step that has to be reached. */
  failed: number[]
}

/** `arrivals`: for each step when a visit came to it and when to what it has to reach. */
function arrivalsOf({ steps }: FunnelShape): SQL {
  const last = steps.length - 1
  const arrival = (step: number, to: number, reached: Reached) =>
    sql`(${sql.raw(String(step))}, ${reached}::text, ${first(step)}, ${first(to)}, ${to === 0 ? sql`array[a1]` : all(to)}, ${wait(step, reached)})`
  const rows = steps.flatMap((_, step) => [
    arrival(step, last, 'last'),
    ...(step + 1 < last ? [arrival(step, step + 1, 'next')] : []),
  ])
  return sql`(values ${list(rows)}) as arrivals(step, reached, at, target, targets, patience)`
}

/**
 * Every step's visits of the last `span` minutes in one reading: counted in buckets, for all windows at once.
 * @param end of what is counted; without it, as late as visits can be judged.
 */
export async function bucketSteps(
  db: Db,
  funnel: FunnelShape,
  { end, ...reading }: Reading & { end?: Date },
): Promise<StepBuckets[]> {
  const until = end ? moments(end) : sql`(${moments(reading.now)} - make_interval(secs => patience))`
  return analyse<StepBuckets>(
    db,
    sql`with ${visitsBefore(funnel, reading)}, ${errorsOf(funnel, reading)},
      counted as (select step, reached, patience,
        floor(date_part('epoch', ${until} - at) / ${bucketMinutes * 60} - 1e-9)::int as bucket,
        count(*)::int as visits,
        (count(*) filter (where ${inTime(sql`target`, sql`targets`)}))::int as completed,
        (count(*) filter (where reached = 'last' and ${metInTime}))::int as failed
      from visits cross join waits left join errors using (visit_key) cross join lateral ${arrivalsOf(funnel)}
      where at < ${until} and at >= ${until} - make_interval(mins => ${reading.span})
      group by 1, 2, 3, 4)
      select step, reached, patience, ${list(['bucket', 'visits', 'completed', 'failed'].map(part => sql`array_to_json(array_agg(${sql.raw(part)})) as ${sql.raw(part === 'bucket' ? 'buckets' : part)}`))}
      from counted group by 1, 2, 3`,
  )
}
