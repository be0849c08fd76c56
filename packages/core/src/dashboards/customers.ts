import { type SQL, sql } from 'drizzle-orm'
import { unknown } from '../essays/index.ts'
import type { Deps, Scope } from '../kernel/index.ts'
import { analyse, analyseInHalves } from '../tracking/index.ts'
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
import { cameIn, grown, hints, isOfStudents, partsOfItems, partsOfStudents, studentsOf, unionOf } from './students.ts'

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

const readGroups = (db: Deps['db'], question: Question): Promise<Both<StudentCell[]>> =>
  remembered(db, question, 'groups', () => countGroups(db, question))

const sums = sql`count(*) as essays, sum(i.revenue::float8) as total,
  coalesce(sum(i.revenue::float8) filter (where i.status <> 'cancelled'), 0) as net`

/** The same of those who always say the same, and what that is. */
const steady = sql`${cameIn} as essays, ${grown('revenue')}::float8 as total, ${grown('net_revenue')}::float8 as net,
  s.channel, s.location`

/** The least and the greatest that a student said in a period: nearly all say the same throughout. */
const ends = (column: 'channel' | 'location'): SQL =>
  sql.raw(`min(i.${column} collate "C") as ${column}_least, max(i.${column} collate "C") as ${column}_most`)

/** What a student said last in a period, of those items that say it. Of two of one moment the greater counts. */
const lastSaid = (column: 'channel' | 'location'): SQL =>
  sql.raw(`(array_agg(i.${column} order by i.submitted_at desc, i.${column} collate "C" desc)
    filter (where i.${column} is not null))[1] as ${column}`)

const isTangled = sql`(channel_least is distinct from channel_most or location_least is distinct from location_most)`

const cellColumns = sql`now, coalesce(channel, ${unknown}) as channel, coalesce(location, ${unknown}) as location,
  case when multi then 'multi' else 'single' end as kind`

/** Counts of students, who each have what they said. */
const cellsOf = (students: SQL): SQL =>
  sql`select ${cellColumns}, count(*)::int as students, count(*) filter (where active)::int as active,
      count(*) filter (where multi)::int as multi, sum(essays)::float8 as essays,
      sum(total)::float8 as "totalRevenue", sum(net)::float8 as "netRevenue"
    from (${students}) g group by 1, 2, 3, 4`

/** Students where each has a row. */
const cellsOfStudents = (question: Question): SQL => {
  const items = [sums, lastSaid('channel'), lastSaid('location')]
  return unionOf(partsOfStudents(question, { steady: [steady], items }).map(cellsOf))
}

/** Students who said the same throughout a period, and the keys of those who did not. */
const settledCells = (question: Question): SQL => {
  const parts = partsOfItems(question, [sums, ends('channel'), ends('location')]).map(
    part => sql`select now, channel_least as channel, location_least as location, multi, ${isTangled} as tangled,
        count(*) as students, count(*) filter (where active) as active, sum(essays) as essays, sum(total) as total,
        sum(net) as net, string_agg(student_key::text, ',') filter (where ${isTangled}) as keys
      from (${part}) g
      group by 1, 2, 3, 4, 5`,
  )
  return sql`select ${cellColumns}, sum(students)::int as students, sum(active)::int as active,
      coalesce(sum(students) filter (where multi), 0)::int as multi, sum(essays)::float8 as essays,
      sum(total)::float8 as "totalRevenue", sum(net)::float8 as "netRevenue", string_agg(keys, ',') as keys
    from (${unionOf(parts)}) parts group by 1, 2, 3, 4, tangled`
}

/** The others, of these students. */
const tangledCells = (question: Question, keys: string): SQL => {
  const only = sql`i.student_key = any(string_to_array(${keys}, ',')::bigint[])`
  const more = [sums, ends('channel'), ends('location'), lastSaid('channel'), lastSaid('location')]
  return cellsOf(sql`select * from (${studentsOf(question, only, more)}) s where ${isTangled}`)
}

async function countFromItems(db: Deps['db'], question: Question): Promise<StudentCell[]> {
  const found = await analyseInHalves<StudentCell & { keys: string | null }>(db, settledCells(question), hints)
  const keys = found.flatMap(row => row.keys ?? []).join()
  const tangled = keys === '' ? [] : await analyse<StudentCell>(db, tangledCells(question, keys))
  return [...found.filter(row => row.keys === null), ...tangled]
}

async function countGroups(db: Deps['db'], question: Question): Promise<Both<StudentCell[]>> {
  const rows = isOfStudents(question)
    ? await analyseInHalves<StudentCell>(db, cellsOfStudents(question), hints)
    : await countFromItems(db, question)
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
