import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import type { Deps } from '../kernel/index.ts'
import type { Both, Question } from './cells.ts'

type Answer = Both<object>

/** Answers of one process; beyond this the oldest go. */
const most = 500

/** By database, so that tests and benches do not meet. */
const answers = new WeakMap<object, Map<string, Promise<Answer>>>()

function answersOf(db: Deps['db']): Map<string, Promise<Answer>> {
  const known = answers.get(db) ?? new Map<string, Promise<Answer>>()
  answers.set(db, known)
  return known
}

async function versionOf(db: Deps['db'], workspaceId: string): Promise<number> {
  const [row] = await rowsOf<{ version: number }>(
    db,
    sql`select version::float8 as version from essay_versions where workspace_id = ${workspaceId}`,
  )
  return row?.version ?? 0
}

/**
 * What was counted of students stays right until an item is written: the version rises in the same transaction. It is
 * read before anything is counted, so that a count is never older than its version.
 */
export async function remembered<Found extends Answer>(
  db: Deps['db'],
  { scope, filters, periods }: Question,
  what: string,
  count: () => Promise<Found>,
): Promise<Found> {
  const { turnaround, status, channel, draft, customerType } = filters
  const { current, previous } = periods
  const spans = [previous.start, current.start, current.end].map(at => at.getTime())
  const version = await versionOf(db, scope.workspaceId)
  const key = JSON.stringify([
    ...[what, scope.workspaceId, version, spans],
    ...[turnaround, status, channel, draft, customerType],
  ])
  const known = answersOf(db)
  const found = known.get(key)
  // Kept under the name of what is counted: the same that `count` gives.
  if (found) return found as Promise<Found>
  const counting = count()
  known.set(key, counting)
  counting.catch(() => known.delete(key))
  for (const oldest of known.keys()) {
    if (known.size <= most) break
    known.delete(oldest)
  }
  return counting
}
