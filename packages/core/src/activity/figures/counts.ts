import type { ActivityKind, Db } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import type { ActivityDayDto } from '../model.ts'
import { activityKinds } from '../model.ts'
import { readRoomy } from './read-roomy.ts'
import { daysOf, type Spans } from './span.ts'

/** Whose facts are meant. */
export interface Asked {
  scope: Scope
  spans: Spans
  /** `and …`, of facts `a`. */
  of: SQL
}

/** Facts of both spans that are in force. */
export const factsWithin = ({ scope, spans: { previous, current }, of }: Asked): SQL =>
  sql`activity a where a.workspace_id = ${scope.workspaceId} and a.superseded_at is null and a.removed_at is null
    and a.occurred_at >= ${moments(previous.from)} and a.occurred_at < ${moments(current.to)} ${of}`

export interface Counts {
  /** By kind, in the span and in the one before. */
  now: Record<ActivityKind, number>
  before: Record<ActivityKind, number>
  days: ActivityDayDto[]
}

interface Row {
  /** Null for the span before. */
  day: string | null
  kind: ActivityKind
  facts: number
}

const none = () => Object.fromEntries(activityKinds.map(kind => [kind, 0])) as Record<ActivityKind, number>

/** The kinds that days are stacked of. */
const stacked: Partial<Record<ActivityKind, keyof Omit<ActivityDayDto, 'day'>>> = {
  pr_opened: 'pullRequests',
  commit: 'commits',
  review_submitted: 'reviews',
}

/** How many facts of each kind there are in both spans, and on each day of the later one. */
export async function countKinds(db: Db, asked: Asked): Promise<Counts> {
  const { current, timeZone } = asked.spans
  const rows = await readRoomy<Row>(
    db,
    // A date's text costs more than all the rest: made for a day, not for a fact.
    sql`select day::text, kind, facts from (select case when a.occurred_at >= ${moments(current.from)}
          then (a.occurred_at at time zone ${timeZone})::date end as day, a.kind, count(*)::int as facts
        from ${factsWithin(asked)} group by 1, 2) counted`,
  )
  const [now, before] = [none(), none()]
  const days = new Map(daysOf(asked.spans).map(day => [day, { day, pullRequests: 0, commits: 0, reviews: 0 }]))
  for (const { day, kind, facts } of rows) {
    const counts = day === null ? before : now
    counts[kind] += facts
    const [found, part] = [days.get(day ?? ''), stacked[kind]]
    if (found && part) found[part] += facts
  }
  return { now, before, days: [...days.values()] }
}
