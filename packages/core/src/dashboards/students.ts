import { type SQL, sql } from 'drizzle-orm'
import { chosen, itemsWithin } from '../essays/index.ts'
import type { Deps } from '../kernel/index.ts'
import { earlier, moments } from '../kernel/index.ts'
import { analyseInHalves } from '../tracking/index.ts'
import type { Both, Question } from './cells.ts'
import { remembered } from './remembered.ts'

// Students of a span cannot be added up from days. For a long one they are read from a row each, which has running sums of
// their items (`essay_students`). Under filters, for a short span, and where students say different things of themselves
// or have very many items, they are counted from an index of the items that holds all that is asked (`essay_items_students`).

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

/** Before the first moment there is nothing. */
const until = (sums: string, place: 'before' | 'through') => `coalesce(s.${sums}[s.${place}], 0)`

/** What came to running sums in a period. */
export const grown = (sums: 'active' | 'revenue' | 'net_revenue'): SQL =>
  sql.raw(`(${until(sums, 'through')} - ${until(sums, 'before')})`)

/** How many items came in a period. */
export const cameIn = sql`(s.through - s.before)`

/** The same of students who are steady, from a row each, `s`, whose sums they are. */
function steadyOf({ scope, periods }: Question, period: keyof Both<unknown>, more: readonly SQL[]): SQL {
  const { start, end } = periods[period]
  // How many of their moments, which are to the millisecond, come before another one.
  const before = (at: Date) => sql`width_bucket(${moments(earlier(at, 1))}, t.moments)`
  return sql`select ${period === 'current'}::boolean as now, s.student_key, ${grown('active')} > 0 as active,
      s.multi ${sql.join(more.map(column => sql`, ${column}`))}
    from (select t.*, ${before(start)} as before, ${before(end)} as through from essay_students t
      where t.workspace_id = ${scope.workspaceId} and t.steady) s
    where ${cameIn} > 0`
}

/** A student's key is a hash: this divides them evenly. Nobody has the key null. */
const halves: readonly SQL[] = [sql`i.student_key < 0`, sql`i.student_key >= 0`]

/** In days. In shorter spans there are fewer items than students of all time. */
export const longSpan = 60

/** Whether a question is answered from the rows of students: the other answer is the same. */
export const isOfStudents = ({ filters, periods }: Question): boolean => {
  const { turnaround, status, channel, draft, customerType } = filters
  const isFiltered = [turnaround, status, channel, draft, customerType].some(choice => choice !== undefined)
  return !isFiltered && periods.current.days > longSpan
}

/** All students of both periods in parts, from their items alone. */
export const partsOfItems = (question: Question, more: readonly SQL[] = []): SQL[] =>
  halves.map(half => studentsOf(question, half, more))

/**
 * The same where the rows of students are read.
 * @param more further columns, of steady students (`s`) and of the items (`i`) of others.
 */
export function partsOfStudents(question: Question, more = { steady: [] as SQL[], items: [] as SQL[] }): SQL[] {
  const isUnsteady = sql`i.student_key in (select t.student_key from essay_students t
    where t.workspace_id = ${question.scope.workspaceId} and not t.steady)`
  return [
    steadyOf(question, 'current', more.steady),
    steadyOf(question, 'previous', more.steady),
    ...halves.map(half => studentsOf(question, sql`${half} and ${isUnsteady}`, more.items)),
  ]
}

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
  const parts = (isOfStudents(question) ? partsOfStudents(question) : partsOfItems(question)).map(
    part => sql`select now, count(*) as students, count(*) filter (where active) as active,
        count(*) filter (where multi) as multi
      from (${part}) g group by now`,
  )
  const rows = await analyseInHalves<Students & { now: boolean }>(
    db,
    sql`select now, sum(students)::int as students, sum(active)::int as active, sum(multi)::int as multi
      from (${unionOf(parts)}) parts group by now`,
    hints,
  )
  const of = (now: boolean) => rows.find(row => row.now === now) ?? nobody
  return { current: of(true), previous: of(false) }
}
