import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type Deps, moments, type Scope } from '../kernel/index.ts'
import { channels, priorities, type StatsInput, statuses } from './inputs.ts'
import type { SupportStatsDto } from './model.ts'

const roles = ['user', 'assistant', 'system', 'tool'] as const

/** Counts by value, with 0 for those that none has. */
async function countBy<Value extends string>(
  db: Db,
  values: readonly Value[],
  { column, from, where }: { column: SQL; from: SQL; where: SQL },
): Promise<Record<Value, number>> {
  const rows = await rowsOf<{ value: string; n: number }>(
    db,
    sql`select ${column} as value, count(*)::int as n from ${from} where ${where} group by 1`,
  )
  const found = new Map(rows.map(({ value, n }) => [value, n]))
  // Each of the values is a key, and no other.
  return Object.fromEntries(values.map(value => [value, found.get(value) ?? 0])) as Record<Value, number>
}

interface Figures {
  total: number
  escalated: number
  first: number | null
  resolution: number | null
  rated: number
  sum: number
}

function within(scope: Scope, { from, to }: StatsInput, at: SQL): SQL {
  const begin = from ? sql` and ${at} >= ${moments(from)}` : sql``
  const end = to ? sql` and ${at} < ${moments(to)}` : sql``
  return sql`c.workspace_id = ${scope.workspaceId}${begin}${end}`
}

/** Figures of the conversations that began in a half-open window, or of all. */
export async function supportStats({ db }: Deps, scope: Scope, input: StatsInput): Promise<SupportStatsDto> {
  const where = within(scope, input, sql`c.created_at`)
  const from = sql`conversations c`
  const median = (at: SQL) =>
    sql`percentile_cont(0.5) within group (order by extract(epoch from ${at} - c.created_at)) filter (where ${at} is not null)`
  const [row] = await rowsOf<Figures>(
    db,
    sql`select count(*)::int as total,
        count(*) filter (where exists (select from escalations e where e.conversation_id = c.id))::int as escalated,
        ${median(sql`c.first_response_at`)}::float8 as first, ${median(sql`c.resolved_at`)}::float8 as resolution,
        count(c.csat_score)::int as rated, coalesce(sum(c.csat_score), 0)::int as sum
      from conversations c where ${where}`,
  )
  const said = sql`messages m join conversations c on c.id = m.conversation_id`
  const [spent] = await rowsOf<{ tokens: number; cost: number }>(
    db,
    sql`select coalesce(sum(m.tokens), 0)::float8 as tokens, coalesce(sum(m.cost_micros), 0)::float8 as cost
      from ${said} where ${where}`,
  )
  const { total = 0, escalated = 0, first = null, resolution = null, rated = 0, sum = 0 } = row ?? {}
  return {
    ...{ total, escalated, firstResponseSeconds: first, resolutionSeconds: resolution },
    byStatus: await countBy(db, statuses, { column: sql`c.status`, from, where }),
    byChannel: await countBy(db, channels, { column: sql`c.channel`, from, where }),
    byPriority: await countBy(db, priorities, { column: sql`c.priority`, from, where }),
    messages: await countBy(db, roles, { column: sql`m.role`, from: said, where: sql`${where} and not m.internal` }),
    tokens: spent?.tokens ?? 0,
    costMicros: spent?.cost ?? 0,
    csat: { rated, sum, average: rated === 0 ? null : sum / rated },
  }
}
