import { type Db, events, type FunnelStep, rowsOf, type StepMatch } from '@quarterdeck/db'
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
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

/**
 * Any of the steps. Said as one list of names where the steps allow it: that is what lets the database read nothing but
 * the index `events_by_name` (or `events_by_step`), which holds all that a funnel needs.
 */
function matchesAny(matched: StepMatch[], conditions: SQL[]): SQL {
  const exact = or(...conditions) ?? sql`false`
  for (const [part, column] of [
    ['event', events.name],
    ['step', events.step],
  ] as const) {
    const values = matched.flatMap(match => match[part] ?? [])
    if (values.length < matched.length) continue
    const isAll = matched.every(match => Object.values(match).filter(value => value !== undefined).length === 1)
    return isAll ? inArray(column, values) : (and(inArray(column, values), exact) ?? exact)
  }
  return exact
}

/** A column of a step: its letter and the step's number, from 1. */
export const numbered = (letter: string, index: number): SQL => sql.raw(`${letter}${index + 1}`)

/** Columns `s1 … sn`: is this event that step? */
export const stepColumn = (index: number): SQL => numbered('s', index)

export const list = (parts: SQL[]): SQL => sql.join(parts, sql`, `)

/**
 * The events that matter to a funnel for visits that begin in a window: `visit_key, at, s1 … sn`. They reach past the
 * window by the funnel's own, so that a visit which began at its end can still finish.
 */
export function stepEvents(funnel: FunnelShape, window: Window, extra: SQL[] = [], only?: SQL): SQL {
  const conditions = funnel.steps.map(({ match }) => matches(match))
  const flags = conditions.map((condition, index) => sql`(${condition}) is true as ${stepColumn(index)}`)
  return sql`select ${list([sql`visit_key`, sql`occurred_at as at`, ...extra, ...flags])}
    from events
    where workspace_id = ${funnel.workspaceId}
      and occurred_at >= ${moments(window.from)}
      and occurred_at < ${moments(later(window.to, hours(funnel.windowHours)))}
      and ${matchesAny(
        funnel.steps.map(({ match }) => match),
        conditions,
      )}
      ${only ? sql`and ${only}` : sql``}`
}

/** The conversion window as an interval. */
export const conversionWindow = ({ windowHours }: FunnelShape): SQL => sql`make_interval(hours => ${windowHours})`

const roomy = { work_mem: '64MB', jit: 'off' }

/**
 * Lets one UNION ALL of equal parts run in processes of their own, as many as the server has free, and keeps the parts
 * themselves whole: a group is made once, where its events are read. (Sizes in pages: no scan is that big.)
 */
const inHalves = {
  ...roomy,
  max_parallel_workers_per_gather: '2',
  parallel_setup_cost: '0',
  parallel_tuple_cost: '0',
  min_parallel_table_scan_size: '715827882',
  min_parallel_index_scan_size: '715827882',
}

async function runWith<Row extends object>(db: Db, settings: Record<string, string>, query: SQL): Promise<Row[]> {
  const set = Object.entries(settings).map(([name, value]) => sql`set_config(${name}, ${value}, true)`)
  return db.transaction(async tx => {
    await tx.execute(sql`select ${list(set)}`)
    return rowsOf<Row>(tx, query)
  })
}

/**
 * Runs a query that groups many visits, with room for that in memory (a server's default is 4 MB), and without
 * compiling it first: a JIT takes longer than these queries do.
 */
export const analyse = <Row extends object>(db: Db, query: SQL): Promise<Row[]> => runWith(db, roomy, query)

/**
 * The same for a query in two halves (a UNION ALL), side by side where the server has processes to spare.
 * @param hints further settings of the planner, for this query alone.
 */
export const analyseInHalves = <Row extends object>(
  db: Db,
  query: SQL,
  hints: Record<string, string> = {},
): Promise<Row[]> => runWith(db, { ...inHalves, ...hints }, query)
