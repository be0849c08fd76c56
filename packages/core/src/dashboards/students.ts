import { type SQL, sql } from 'drizzle-orm'
import { chosen, itemsWithin } from '../essays/index.ts'
import type { Deps } from '../kernel/index.ts'
import { moments } from '../kernel/index.ts'
import { analyseInHalves } from '../tracking/index.ts'
import type { Both, Question } from './cells.ts'
import { remembered } from './remembered.ts'

// Students are not counted beforehand: the same one is in many days, under many filters. They are read from an index
// that holds all that is asked (`essay_items_students`).

/** Students of a period: items without a student are left out. */
export interface Students {
  students: number
  /** Those with an item that is not cancelled. */
  active: number
  /** Those whose last item that says so says that they send several drafts. */
  multi: number
}

/** Students of both periods by `now`, as `g`: one row each. Of two items of one moment, one that says "several" counts. */
export const studentsOf = ({ scope, filters, periods }: Question, only: SQL, more: readonly SQL[] = []): SQL => {
  const { current, previous } = periods
  return sql`select i.submitted_at >= ${moments(current.start)} as now, i.student_key,
      bool_or(i.status <> 'cancelled') as active,
      coalesce(max(i.submitted_at) filter (where i.is_multi_draft)
        >= coalesce(max(i.submitted_at) filter (where not i.is_multi_draft), '-infinity'), false) as multi ${sql.join(more.map(column => sql`, ${column}`))}
    from essay_items i
    where ${itemsWithin(scope, { start: previous.start, end: current.end })} and ${only} and ${chosen(filters)}
    group by 1, 2`
}

/** A student's key is a hash: this divides them evenly. Nobody has the key null. */
export const halves: readonly SQL[] = [sql`i.student_key < 0`, sql`i.student_key >= 0`]

export const unionOf = (parts: readonly SQL[]): SQL =>
  sql.join(
    parts.map(part => sql`(${part})`),
    sql` union all `,
  )

/**
 * How many students there are is guessed too high: then sorting seems cheaper than hashing, which it is not. And what an
 * index holds whole is in memory, as pages of a table twice its size may not be.
 */
export const hints = { enable_sort: 'off', random_page_cost: '1.1' }

const nobody: Students = { students: 0, active: 0, multi: 0 }

export const readStudents = (db: Deps['db'], question: Question): Promise<Both<Students>> =>
  remembered(db, question, 'students', () => countStudents(db, question))

async function countStudents(db: Deps['db'], question: Question): Promise<Both<Students>> {
  const parts = halves.map(
    half => sql`select now, count(*) as students, count(*) filter (where active) as active,
        count(*) filter (where multi) as multi
      from (${studentsOf(question, half)}) g group by now`,
  )
  const rows = await analyseInHalves<Students & { now: boolean }>(
    db,
    sql`select now, sum(students)::int as students, sum(active)::int as active, sum(multi)::int as multi
      from (${unionOf(parts)}) halves group by now`,
    hints,
  )
  const of = (now: boolean) => rows.find(row => row.now === now) ?? nobody
  return { current: of(true), previous: of(false) }
}
