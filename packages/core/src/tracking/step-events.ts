import { events, type FunnelStep, type StepMatch } from '@quarterdeck/db'
import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { hours, later, moments, type Window } from '../kernel/index.ts'

/** What funnel arithmetic needs of a funnel. */
export interface FunnelShape {
  workspaceId: string
  steps: FunnelStep[]
  windowHours: number
}

/** Never empty: inputs ask for an event or a step. */
function matches({ event, step, properties }: StepMatch): SQL {
  const condition = and(
    event === undefined ? undefined : eq(events.name, event),
    step === undefined ? undefined : eq(events.step, step),
    properties === undefined ? undefined : sql`${events.properties} @> ${JSON.stringify(properties)}::jsonb`,
  )
  return condition ?? sql`false`
}

/** Columns `s1 … sn`: is this event that step? */
export const stepColumn = (index: number): SQL => sql.raw(`s${index + 1}`)

export const list = (parts: SQL[]): SQL => sql.join(parts, sql`, `)

/**
 * The events that matter to a funnel for visits that begin in a window: `visit_id, at, s1 … sn`. They reach past the
 * window by the funnel's own, so that a visit which began at its end can still finish.
 */
export function stepEvents(funnel: FunnelShape, window: Window, extra: SQL[] = []): SQL {
  const conditions = funnel.steps.map(({ match }) => matches(match))
  const flags = conditions.map((condition, index) => sql`(${condition}) is true as ${stepColumn(index)}`)
  return sql`select ${list([sql`visit_id`, sql`occurred_at as at`, ...extra, ...flags])}
    from events
    where workspace_id = ${funnel.workspaceId}
      and occurred_at >= ${moments(window.from)}
      and occurred_at < ${moments(later(window.to, hours(funnel.windowHours)))}
      and ${or(...conditions) ?? sql`false`}`
}

/** The conversion window as an interval. */
export const conversionWindow = ({ windowHours }: FunnelShape): SQL => sql`make_interval(hours => ${windowHours})`
