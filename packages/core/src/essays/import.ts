import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { audit, type Deps, newId, type Scope } from '../kernel/index.ts'
import type { ImportEssaysInput } from './inputs.ts'
import type { ImportEssaysResult, RefusedRow } from './model.ts'
import { type EssayRow, RefusedEssay, readRow } from './read-row.ts'

const types: Record<keyof EssayRow, string> = {
  item_id: 'text',
  student_id: 'text',
  channel: 'text',
  is_multi_draft: 'boolean',
  location: 'text',
  draft: 'integer',
  draft_plus: 'boolean',
  word_count: 'integer',
  turnaround: 'text',
  revenue: 'bigint',
  currency: 'text',
  rating: 'numeric',
  satisfaction: 'text',
  status: 'text',
  submitted_at: 'timestamptz',
  time_remaining_hours: 'numeric',
}
const columns = Object.keys(types)
const names = sql.raw(columns.join(', '))
const typed = sql.raw(['id uuid', ...Object.entries(types).map(([name, type]) => `${name} ${type}`)].join(', '))
const kept = [...columns.filter(name => name !== 'item_id'), 'origin']
const changes = sql.raw(kept.map(name => `${name} = excluded.${name}`).join(', '))
const before = sql.raw(kept.map(name => `essay_items.${name}`).join(', '))
const after = sql.raw(kept.map(name => `excluded.${name}`).join(', '))

type Origin = 'product' | 'sample'

export interface ImportOptions {
  origin?: Origin | undefined
}

/** All rows with one statement; those that are there already, the same, are left alone. */
async function store(tx: Db, { workspaceId }: Scope, rows: EssayRow[], origin: Origin) {
  const json = JSON.stringify(rows.map(row => ({ id: newId(), ...row })))
  return rowsOf<{ inserted: boolean }>(
    tx,
    sql`insert into essay_items (id, workspace_id, origin, ${names})
      select id, ${workspaceId}::uuid, ${origin}, ${names} from json_to_recordset(${json}::json) as rows(${typed})
      on conflict (workspace_id, item_id) do update set updated_at = now(), ${changes}
      where (${before}) is distinct from (${after})
      returning (xmax = 0) as inserted`,
  )
}

interface Checked {
  index: number
  row: EssayRow
}

/** The rows that are good by themselves, and why the others are not. Of two with one id the later counts. */
function check({ rows, ...rule }: ImportEssaysInput): { good: Checked[]; rejected: RefusedRow[] } {
  const good = new Map<string, Checked>()
  const rejected: RefusedRow[] = []
  for (const [index, value] of rows.entries()) {
    try {
      const row = readRow(value, rule)
      const earlier = good.get(row.item_id)
      if (earlier) {
        const message = 'a later row has the same item id, and counts'
        rejected.push({ index: earlier.index, code: 'duplicate', message })
      }
      good.set(row.item_id, { index, row })
    } catch (error) {
      if (!(error instanceof RefusedEssay)) throw error
      rejected.push({ index, code: error.code, message: error.message })
    }
  }
  return { good: [...good.values()], rejected }
}

/** What the workspace counts its money in: what its first item had. */
export async function currencyOf(db: Db, { workspaceId }: Pick<Scope, 'workspaceId'>): Promise<string | null> {
  const [row] = await rowsOf<{ currency: string }>(
    db,
    sql`select currency from essay_items where workspace_id = ${workspaceId} limit 1`,
  )
  return row?.currency ?? null
}

/**
 * Brings in items, known by their item id: the same rows again change nothing. A row that is refused is refused alone.
 * Sums of several currencies would mean nothing, so that a workspace has one.
 */
export async function importEssays(
  deps: Pick<Deps, 'db'>,
  scope: Scope,
  input: ImportEssaysInput,
  { origin = 'product' }: ImportOptions = {},
): Promise<ImportEssaysResult> {
  const { good, rejected } = check(input)
  return deps.db.transaction(async tx => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`essays:${scope.workspaceId}`}, 0))`)
    const currency = (await currencyOf(tx, scope)) ?? good[0]?.row.currency
    const fitting = good.filter(({ row }) => row.currency === currency)
    for (const { index, row } of good) {
      if (row.currency === currency) continue
      const message = `this workspace counts in ${currency}; the row is in ${row.currency}`
      rejected.push({ index, code: 'other_currency', message })
    }
    const written =
      fitting.length > 0
        ? await store(
            tx,
            scope,
            fitting.map(({ row }) => row),
            origin,
          )
        : []
    const inserted = written.filter(row => row.inserted).length
    const counts = { inserted, updated: written.length - inserted }
    if (written.length > 0)
      await audit(tx, scope, {
        ...{ action: 'essays.import', entity: 'workspace', entityId: scope.workspaceId },
        after: { ...counts, rejected: rejected.length },
      })
    rejected.sort((a, b) => a.index - b.index)
    return { ...counts, unchanged: fitting.length - written.length, rejected }
  })
}
