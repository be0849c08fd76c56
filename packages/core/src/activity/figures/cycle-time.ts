import type { Db } from '@quarterdeck/db'
import { rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import type { CycleTimeDto } from '../model.ts'
import { compare } from './compared.ts'
import type { Spans } from './span.ts'

interface Row {
  now: boolean
  total: number | null
  toReview: number | null
  toMerge: number | null
  pulls: number
}

/** Hours; what was committed again after its review or merge took none. */
const median = (from: string, to: string): SQL =>
  sql.raw(
    `round((percentile_cont(0.5) within group (order by greatest(0, extract(epoch from p.${to} - p.${from})) / 3600)
      filter (where p.${to} is not null and p.${from} is not null))::numeric, 2)::float8`,
  )

/**
 * How long pull requests that were merged in a span took, by the middle one: from their first commit, as far as that is
 * known, to the first review by somebody else and to the merge.
 * @param of `and …`, of pull requests `p`.
 */
export async function readCycleTime(
  db: Db,
  { scope, spans: { previous, current }, of }: { scope: Scope; spans: Spans; of: SQL },
): Promise<CycleTimeDto> {
  const rows = await rowsOf<Row>(
    db,
    sql`select p.merged_at >= ${moments(current.from)} as now, ${median('first_commit_at', 'merged_at')} as total,
        ${median('first_commit_at', 'first_review_at')} as "toReview",
        ${median('first_review_at', 'merged_at')} as "toMerge", count(p.first_commit_at)::int as pulls
      from pull_requests p where p.workspace_id = ${scope.workspaceId} and p.merged_at is not null
        and p.merged_at >= ${moments(previous.from)} and p.merged_at < ${moments(current.to)} ${of}
      group by 1`,
  )
  const [now, before] = [rows.find(row => row.now), rows.find(row => !row.now)]
  const figure = (key: 'total' | 'toReview' | 'toMerge') => compare(now?.[key] ?? null, before?.[key] ?? null)
  return {
    total: figure('total'),
    toReview: figure('toReview'),
    toMerge: figure('toMerge'),
    pullRequests: now?.pulls ?? 0,
  }
}
