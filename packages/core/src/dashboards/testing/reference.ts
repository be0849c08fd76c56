import type { EssayFilters } from '../../essays/index.ts'
import type { MadeUpItem } from './made-up-items.ts'

// What the pages mean, written as slowly and plainly as possible, from the items and nothing else: no formula, period
// or query of the product is used here.

interface Days {
  from: string
  to: string
}

const dayMs = 86_400_000
const shift = (day: string, by: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * dayMs).toISOString().slice(0, 10)

/** Making one takes longer than all that it is asked. */
const calendars = new Map<string, Intl.DateTimeFormat>()
function calendarOf(zone: string): Intl.DateTimeFormat {
  const known = calendars.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short' })
  calendars.set(zone, known)
  return known
}

function localDay(at: number, zone: string): string {
  const parts = calendarOf(zone).format(new Date(at)).split('/')
  return `${parts[2]}-${parts[1]}-${parts[0]}`
}

const bucketOf = ({ draft }: MadeUpItem) => (draft === '5+' || draft >= 5 ? '5+' : String(draft))
const unknown = (value: string | null) => value ?? 'Unknown'

function fits(item: MadeUpItem, filters: EssayFilters): boolean {
  if (filters.turnaround && item.turnaround !== filters.turnaround) return false
  if (filters.status && item.status !== filters.status) return false
  if (filters.channel && unknown(item.channel) !== filters.channel) return false
  if (filters.draft && bucketOf(item) !== filters.draft) return false
  if (filters.customerType && (item.isMultiDraft === true) !== (filters.customerType === 'multi')) return false
  return true
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
const revenueOf = (items: MadeUpItem[]) => sum(items.map(item => item.revenue))
const living = (items: MadeUpItem[]) => items.filter(item => item.status !== 'cancelled')
const divided = (numerator: number, denominator: number, times = 1) => ({
  value: denominator === 0 ? 0 : (numerator / denominator) * times,
  numerator,
  denominator,
})
const plain = (value: number) => ({ value })

function rating(items: MadeUpItem[]) {
  const ratings = items.flatMap(item => (item.rating === null ? [] : [item.rating]))
  return divided(sum(ratings) / 100, ratings.length)
}

/** What a student said last, of the items that say it. */
function lastSaid<Said extends string | boolean>(items: MadeUpItem[], said: (item: MadeUpItem) => Said | null) {
  let best: { at: number; value: Said } | null = null
  for (const item of items) {
    const value = said(item)
    if (value === null) continue
    const later =
      best === null || item.submittedAt > best.at || (item.submittedAt === best.at && greater(value, best.value))
    if (later) best = { at: item.submittedAt, value }
  }
  return best?.value ?? null
}
const greater = (a: string | boolean, b: string | boolean) =>
  typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) > 0 : a && !b

interface Student {
  items: MadeUpItem[]
  channel: string
  location: string
  multi: boolean
}

function studentsOf(items: MadeUpItem[]): Student[] {
  const named = items.filter(item => item.studentId !== null)
  return [...Map.groupBy(named, item => item.studentId).values()].map(own => ({
    items: own,
    channel: unknown(lastSaid(own, item => item.channel)),
    location: unknown(lastSaid(own, item => item.location)),
    multi: lastSaid(own, item => item.isMultiDraft) === true,
  }))
}
const isActive = (student: Student) => living(student.items).length > 0
const worth = (students: Student[]) => sum(students.map(({ items }) => revenueOf(items)))
const multiRate = (students: Student[]) => divided(students.filter(({ multi }) => multi).length, students.length, 100)

/** All that one period says. */
function read(items: MadeUpItem[]) {
  const completed = items.filter(item => item.status === 'completed')
  const timed = items.flatMap(item => (item.timeRemaining === null ? [] : [item.timeRemaining]))
  const late = timed.filter(hours => hours < 0)
  const students = studentsOf(items)
  const inStatus = (status: string) => items.filter(item => item.status === status)
  const ofDraft = (draft: string) => rating(items.filter(item => bucketOf(item) === draft))
  const lift =
    ofDraft('1').denominator > 0 && ofDraft('2').denominator > 0 ? ofDraft('2').value - ofDraft('1').value : 0
  return {
    everybody: students,
    totalRevenue: plain(revenueOf(items)),
    netRevenue: plain(revenueOf(living(items))),
    cancelledRevenue: plain(revenueOf(inStatus('cancelled'))),
    lostRevenue: plain(revenueOf(inStatus('unassigned'))),
    avgRevenue: divided(revenueOf(living(items)), living(items).length),
    essays: plain(items.length),
    unassigned: plain(inStatus('unassigned').length),
    completed: plain(completed.length),
    completionRate: divided(completed.length, items.length, 100),
    cancellationRate: divided(inStatus('cancelled').length, items.length, 100),
    activeCustomers: plain(students.filter(isActive).length),
    students: plain(students.length),
    multiDraftRate: multiRate(students),
    avgLtv: divided(worth(students), students.length),
    essaysPerStudent: divided(sum(students.map(student => student.items.length)), students.length),
    avgRating: rating(completed),
    rated: plain(completed.filter(item => item.rating !== null).length),
    ePlusRate: divided(completed.filter(item => item.satisfaction === 'E+').length, completed.length, 100),
    onTimeRate: divided(timed.filter(hours => hours > 0).length, timed.length, 100),
    late: plain(late.length),
    critical: plain(late.filter(hours => hours < -24).length),
    warning: plain(late.filter(hours => hours < -12 && hours >= -24).length),
    minor: plain(late.filter(hours => hours >= -12).length),
    maxHoursLate: plain(Math.max(0, ...late.map(hours => -hours))),
    qualityLift: plain(lift),
    ofDraft,
  }
}
type Reading = ReturnType<typeof read>
type Number = { value: number }
type Name = Exclude<keyof Reading, 'everybody' | 'ofDraft'>

const buckets = ['1', '2', '3', '4', '5+']
const order = (a: string, b: string) => (a < b ? -1 : 1)

/** Every page, from the items. `today` is the day on the workspace's calendar. */
export function referencePages(all: MadeUpItem[], filters: EssayFilters & Days, home: string) {
  const zone = filters.timezone ?? home
  const chosen = all.filter(item => fits(item, filters))
  const length = Math.round((Date.parse(filters.to) - Date.parse(filters.from)) / dayMs) + 1
  const before: Days = { from: shift(filters.from, -length), to: shift(filters.from, -1) }
  const within = ({ from, to }: Days) =>
    chosen.filter(item => {
      const day = localDay(item.submittedAt, zone)
      return from <= day && day <= to
    })
  const [now, then] = [within(filters), within(before)]
  const [current, previous] = [read(now), read(then)]
  const both = (of: (reading: Reading) => Number) => ({ ...of(current), previous: of(previous) })
  const kpis = (...names: Name[]) => Object.fromEntries(names.map(name => [name, both(reading => reading[name])]))
  const pair = (of: (items: MadeUpItem[]) => Number) => ({ ...of(now), previous: of(then) })
  const days = ({ from }: Days, items: MadeUpItem[]) =>
    Array.from({ length }, (_, index) => {
      const day = shift(from, index)
      const own = items.filter(item => localDay(item.submittedAt, zone) === day)
      return { day, essays: own.length, netRevenue: revenueOf(living(own)), totalRevenue: revenueOf(own) }
    })
  const series = { series: days(filters, now), previousSeries: days(before, then) }
  const counts = (items: MadeUpItem[]) => ({
    ...{ essays: items.length, netRevenue: revenueOf(living(items)), totalRevenue: revenueOf(items) },
  })
  const grouped = (keyOf: (item: MadeUpItem) => string) =>
    [...new Set([...now, ...then].map(keyOf))].map(key => ({
      key,
      ...counts(now.filter(item => keyOf(item) === key)),
      previous: counts(then.filter(item => keyOf(item) === key)),
    }))
  type Group = ReturnType<typeof grouped>[number]
  const byRevenue = (a: Group, b: Group) => b.totalRevenue - a.totalRevenue || order(a.key, b.key)
  const byCount = (a: Group, b: Group) => b.essays - a.essays || order(a.key, b.key)
  const byTurnaround = grouped(item => item.turnaround).sort(byRevenue)
  const byChannel = grouped(item => unknown(item.channel)).sort(byRevenue)
  const byStatus = grouped(item => item.status).sort(byCount)
  const ratingsByDraft = buckets.map(draft => ({ draft, rating: both(reading => reading.ofDraft(draft)) }))
  const studentGroups = (keyOf: (student: Student) => string) =>
    [...new Set([...current.everybody, ...previous.everybody].map(keyOf))]
      .map(key => {
        const of = (value: (students: Student[]) => Number) => ({
          ...value(current.everybody.filter(student => keyOf(student) === key)),
          previous: value(previous.everybody.filter(student => keyOf(student) === key)),
        })
        return {
          key,
          customers: of(students => plain(students.length)),
          totalRevenue: of(students => plain(worth(students))),
          netRevenue: of(students => plain(sum(students.map(({ items }) => revenueOf(living(items)))))),
          multiDraftRate: of(multiRate),
          avgLtv: of(students => divided(worth(students), students.length)),
        }
      })
      .sort((a, b) => b.totalRevenue.value - a.totalRevenue.value || order(a.key, b.key))
  const satisfied = (draft: string, satisfaction: string) =>
    pair(items => plain(items.filter(item => bucketOf(item) === draft && item.satisfaction === satisfaction).length))
  return {
    overview: {
      kpis: kpis(
        'totalRevenue',
        'netRevenue',
        'essays',
        'activeCustomers',
        'multiDraftRate',
        'avgRating',
        'ePlusRate',
        'onTimeRate',
        'late',
        'unassigned',
        'lostRevenue',
        'qualityLift',
      ),
      ...series,
      byChannel: byChannel.slice(0, 8),
      byTurnaround,
      ratingsByDraft,
    },
    revenue: {
      kpis: kpis('totalRevenue', 'netRevenue', 'cancelledRevenue', 'lostRevenue', 'essays', 'avgRevenue'),
      ...series,
      byChannel,
      byTurnaround,
      byStatus,
    },
    customers: {
      kpis: kpis('activeCustomers', 'students', 'multiDraftRate', 'avgLtv', 'essaysPerStudent'),
      mix: [false, true].map(multi => {
        const own = (reading: Reading) => reading.everybody.filter(student => student.multi === multi)
        return {
          key: multi ? 'multi' : 'single',
          customers: both(reading => plain(own(reading).length)),
          totalRevenue: both(reading => plain(worth(own(reading)))),
        }
      }),
      channelPerformance: studentGroups(({ channel }) => channel),
      byLocation: studentGroups(({ location }) => location).slice(0, 10),
    },
    quality: {
      kpis: kpis('avgRating', 'ePlusRate', 'rated', 'completed', 'qualityLift'),
      ratingsByDraft,
      satisfactionByDraft: buckets.map(draft => ({
        draft,
        ePlus: satisfied(draft, 'E+'),
        e: satisfied(draft, 'E'),
        eMinus: satisfied(draft, 'E-'),
      })),
    },
    operations: {
      kpis: kpis(
        'onTimeRate',
        'late',
        'unassigned',
        'lostRevenue',
        'completed',
        'completionRate',
        'cancellationRate',
        'maxHoursLate',
      ),
      byStatus,
      lateBySeverity: (['critical', 'warning', 'minor'] as const).map(key => ({
        key,
        essays: both(reading => reading[key]),
      })),
    },
    late: now
      .filter(item => item.timeRemaining !== null && item.timeRemaining < 0)
      .map(item => ({ itemId: item.itemId, hoursLate: -(item.timeRemaining ?? 0) })),
    unassigned: now.filter(item => item.status === 'unassigned'),
  }
}
