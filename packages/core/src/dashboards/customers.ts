import { type SQL, sql } from 'drizzle-orm'
import { chosen, itemsWithin, unknown } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import { analyse } from '../tracking/index.ts'
import type { Both, Question } from './cells.ts'
import { amount, figure, only, total } from './figures.ts'
import { activeCustomers, studentCount } from './formulas/active-customers.ts'
import { averageLtv } from './formulas/average-ltv.ts'
import { essaysPerStudent } from './formulas/essays-per-student.ts'
import { multiDraftRate } from './formulas/multi-draft-rate.ts'
import { begin, type DashboardDeps } from './head.ts'
import type { DashboardInput } from './inputs.ts'
import type { CustomersDto, StudentGroup } from './model.ts'
import { remembered } from './remembered.ts'
import { studentsOf } from './students.ts'

/** Students who have channel, location and kind in common. */
interface StudentCell {
  now: boolean
  channel: string
  location: string
  kind: 'single' | 'multi'
  students: number
  active: number
  multi: number
  essays: number
  totalRevenue: number
  netRevenue: number
}

const locationsShown = 10

/**
 * What a student said last in the period, of those items that say it. Nearly all students say the same throughout: only
 * where the least and the greatest differ, the items are looked at one by one. Of two of one moment the greater counts.
 */
function lastSaid({ scope, filters, periods }: Question, column: 'channel' | 'location'): SQL {
  const name = sql.raw(column)
  const { current, previous } = periods
  const last = (period: typeof current) => sql`(select i.${name} from essay_items i
    where ${itemsWithin(scope, period)} and i.student_key = g.student_key and i.${name} is not null and ${chosen(filters)}
    order by i.submitted_at desc, i.${name} collate "C" desc limit 1)`
  return sql`case when g.${name}_least is not distinct from g.${name}_most then g.${name}_least
    when g.now then ${last(current)} else ${last(previous)} end`
}

const readGroups = (db: Deps['db'], question: Question): Promise<Both<StudentCell[]>> =>
  remembered(db, question, 'groups', () => countGroups(db, question))

async function countGroups(db: Deps['db'], question: Question): Promise<Both<StudentCell[]>> {
  const ends = (name: string) =>
    `, min(i.${name} collate "C") as ${name}_least, max(i.${name} collate "C") as ${name}_most`
  const more = sql`, count(*) as essays, sum(i.revenue) as total,
    coalesce(sum(i.revenue) filter (where i.status <> 'cancelled'), 0) as net ${sql.raw(ends('channel') + ends('location'))}`
  const rows = await analyse<StudentCell>(
    db,
    sql`select now, coalesce(channel, ${unknown}) as channel, coalesce(location, ${unknown}) as location,
        case when multi then 'multi' else 'single' end as kind, count(*)::int as students,
        count(*) filter (where active)::int as active, count(*) filter (where multi)::int as multi,
        sum(essays)::float8 as essays, sum(total)::float8 as "totalRevenue", sum(net)::float8 as "netRevenue"
      from (select g.*, ${lastSaid(question, 'channel')} as channel, ${lastSaid(question, 'location')} as location
        from (${studentsOf(question, more)}) g) s
      group by 1, 2, 3, 4`,
  )
  return { current: rows.filter(({ now }) => now), previous: rows.filter(({ now }) => !now) }
}

/** All the students of some cells. */
const joined = (cells: readonly StudentCell[]) => ({
  students: total(cells, ({ students }) => students),
  active: total(cells, ({ active }) => active),
  multi: total(cells, ({ multi }) => multi),
  essays: total(cells, ({ essays }) => essays),
  totalRevenue: total(cells, ({ totalRevenue }) => totalRevenue),
  netRevenue: total(cells, ({ netRevenue }) => netRevenue),
})

const joinedIn = ({ current, previous }: Both<StudentCell[]>) => ({
  current: joined(current),
  previous: joined(previous),
})

function groupsBy(cells: Both<StudentCell[]>, name: 'channel' | 'location'): StudentGroup[] {
  const keys = new Set([...cells.current, ...cells.previous].map(row => row[name]))
  const groups = [...keys].map(key => {
    const found = joinedIn(only(cells, row => row[name] === key))
    return {
      key,
      customers: figure(studentCount, found),
      totalRevenue: figure(({ totalRevenue }) => amount(totalRevenue), found),
      netRevenue: figure(({ netRevenue }) => amount(netRevenue), found),
      multiDraftRate: figure(multiDraftRate, found),
      avgLtv: figure(averageLtv, found),
    }
  })
  return groups.sort((a, b) => b.totalRevenue.value - a.totalRevenue.value || (a.key < b.key ? -1 : 1))
}

/** Who the customers are: students, each counted once, and what they bring. */
export async function customers(deps: DashboardDeps, scope: Scope, { filters }: DashboardInput): Promise<CustomersDto> {
  const { question, head } = await begin(deps, scope, filters)
  const cells = await readGroups(deps.db, question)
  const all = joinedIn(cells)
  return {
    ...head,
    kpis: {
      activeCustomers: figure(activeCustomers, all),
      students: figure(studentCount, all),
      multiDraftRate: figure(multiDraftRate, all),
      avgLtv: figure(averageLtv, all),
      essaysPerStudent: figure(essaysPerStudent, all),
    },
    mix: (['single', 'multi'] as const).map(key => {
      const found = joinedIn(only(cells, ({ kind }) => kind === key))
      return {
        key,
        customers: figure(studentCount, found),
        totalRevenue: figure(({ totalRevenue }) => amount(totalRevenue), found),
      }
    }),
    channelPerformance: groupsBy(cells, 'channel'),
    byLocation: groupsBy(cells, 'location').slice(0, locationsShown),
  }
}
