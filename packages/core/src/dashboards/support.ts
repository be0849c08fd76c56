import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type Periods, periodsOf } from '../essays/index.ts'
import { type Deps, moments, type Scope } from '../kernel/index.ts'
import type { Both } from './cells.ts'
import { amount, figure, only, percent, quotient, total } from './figures.ts'
import { type DashboardDeps, daysHead } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { Measure, SupportDay, SupportDto } from './model.ts'
import { filled } from './series.ts'

/** Conversations that began in a period, on one day and by one channel. */
interface Cell {
  now: boolean
  day: string
  channel: string
  conversations: number
  resolved: number
  escalated: number
  /** Those in which the assistant or somebody of the staff said something. */
  answered: number
  /** Those of them in which only the assistant did, and which were never escalated. */
  byAssistant: number
  rated: number
  scoreSum: number
}

interface Waits {
  now: boolean
  answered: number
  first: number | null
  resolved: number
  resolution: number | null
}

interface Asked {
  scope: Scope
  periods: Periods
  channel: string | undefined
}

/** Conversations of both periods, as `c`, by when they began. Of the filters only days and channel mean something here. */
function began({ scope, periods, channel }: Asked): SQL {
  const { current, previous } = periods
  return sql`c.workspace_id = ${scope.workspaceId} and c.created_at >= ${moments(previous.start)}
    and c.created_at < ${moments(current.end)} ${channel ? sql`and c.channel = ${channel}` : sql``}`
}

const said = (author: SQL) =>
  sql`exists (select from messages m where m.conversation_id = c.id and m.author_kind = ${author}
    and m.deleted_at is null and not m.internal)`

async function readCells(db: Deps['db'], asked: Asked): Promise<Both<Cell[]>> {
  const { current, timezone } = asked.periods
  const rows = await rowsOf<Cell>(
    db,
    sql`select now, day, channel, count(*)::int as conversations, count(*) filter (where resolved)::int as resolved,
        count(*) filter (where escalated)::int as escalated, count(*) filter (where agent or staff)::int as answered,
        count(*) filter (where agent and not staff and not escalated)::int as "byAssistant",
        count(score)::int as rated, coalesce(sum(score), 0)::int as "scoreSum"
      from (select c.created_at >= ${moments(current.start)} as now, (c.created_at at time zone ${timezone})::date::text as day,
          c.channel, c.resolved_at is not null as resolved, c.csat_score as score,
          exists (select from escalations e where e.conversation_id = c.id) as escalated,
          ${said(sql`'agent'`)} as agent, ${said(sql`'staff'`)} as staff
        from conversations c where ${began(asked)}) s
      group by 1, 2, 3`,
  )
  return { current: rows.filter(({ now }) => now), previous: rows.filter(({ now }) => !now) }
}

const nothing: Waits = { now: true, answered: 0, first: null, resolved: 0, resolution: null }

/** Medians cannot be added up: they are of all conversations of a period. */
async function readWaits(db: Deps['db'], asked: Asked): Promise<Both<Waits>> {
  const median = (at: SQL) =>
    sql`percentile_cont(0.5) within group (order by date_part('epoch', ${at} - c.created_at)) filter (where ${at} is not null)`
  const rows = await rowsOf<Waits>(
    db,
    sql`select c.created_at >= ${moments(asked.periods.current.start)} as now, count(c.first_response_at)::int as answered,
        ${median(sql`c.first_response_at`)} as first, count(c.resolved_at)::int as resolved,
        ${median(sql`c.resolved_at`)} as resolution
      from conversations c where ${began(asked)} group by 1`,
  )
  const of = (now: boolean) => rows.find(row => row.now === now) ?? nothing
  return { current: of(true), previous: of(false) }
}

const sumOf =
  (name: 'conversations' | 'resolved' | 'escalated' | 'answered' | 'byAssistant' | 'rated' | 'scoreSum') =>
  (cells: readonly Cell[]): number =>
    total(cells, cell => cell[name])

const conversations = (cells: readonly Cell[]): Measure => amount(sumOf('conversations')(cells))
/** Conversations that were ever escalated / conversations × 100. */
const escalationRate = (cells: readonly Cell[]): Measure =>
  percent(sumOf('escalated')(cells), sumOf('conversations')(cells))
/** The mean of the scores, 1 to 5, of those that were rated. */
const csat = (cells: readonly Cell[]): Measure => quotient(sumOf('scoreSum')(cells), sumOf('rated')(cells))
/** Conversations that only the assistant answered, and that were never escalated, / answered ones × 100. */
const assistantRate = (cells: readonly Cell[]): Measure =>
  percent(sumOf('byAssistant')(cells), sumOf('answered')(cells))

/** A median, whose denominator says of how many; 0 of none. */
const median = (value: number | null, denominator: number): Measure => ({ value: value ?? 0, denominator })

function daysOf(cells: readonly Cell[]): SupportDay[] {
  const names = ['conversations', 'resolved', 'escalated'] as const
  return [...Map.groupBy(cells, ({ day }) => day)].map(([day, own]) => {
    const [all = 0, resolved = 0, escalated = 0] = names.map(name => sumOf(name)(own))
    return { day, conversations: all, resolved, escalated }
  })
}

/** How customers are served: conversations by when they began, and what became of them since. */
export async function support(deps: DashboardDeps, scope: Scope, { filters }: DashboardInput): Promise<SupportDto> {
  const periods = await periodsOf(deps, scope, filters)
  const asked: Asked = { scope, periods, channel: filters.channel }
  const [cells, waits] = await Promise.all([readCells(deps.db, asked), readWaits(deps.db, asked)])
  const empty = { conversations: 0, resolved: 0, escalated: 0 }
  const channels = [...new Set([...cells.current, ...cells.previous].map(({ channel }) => channel))]
  return {
    ...daysHead(periods),
    kpis: {
      conversations: figure(conversations, cells),
      resolved: figure(own => amount(sumOf('resolved')(own)), cells),
      firstResponseSeconds: figure(({ first, answered }) => median(first, answered), waits),
      resolutionSeconds: figure(({ resolution, resolved }) => median(resolution, resolved), waits),
      csat: figure(csat, cells),
      escalationRate: figure(escalationRate, cells),
      assistantRate: figure(assistantRate, cells),
    },
    series: filled(periods.current, daysOf(cells.current), empty),
    previousSeries: filled(periods.previous, daysOf(cells.previous), empty),
    byChannel: channels
      .map(key => {
        const own = only(cells, ({ channel }) => channel === key)
        return {
          key,
          conversations: figure(conversations, own),
          escalationRate: figure(escalationRate, own),
          csat: figure(csat, own),
        }
      })
      .sort((a, b) => b.conversations.value - a.conversations.value || (a.key < b.key ? -1 : 1)),
  }
}
