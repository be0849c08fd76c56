import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, localDay } from '../../kernel/index.ts'
import { weekOf } from '../span.ts'
import {
  type Almanac,
  catchUp,
  dueAt,
  dueInMinute,
  duesUntil,
  firstUntold,
  nextDue,
  type Pending,
  pendingAnew,
  pendingFrom,
} from './calendar.ts'

const minute = 60_000
const day = 1_440 * minute

/** A midnight whose report begins where the calendar says. */
const from = (at: Date): Pending => ({ at, first: null })

/** The offset of a zone, as Intl writes it: another way to the time than the one under test. */
function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', hour: 'numeric' })
  return at => {
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      format.format(at).match(/GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/) ?? []
    return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
  }
}

/** Stretches of time in which a zone's offset stays: [from, offset], found to the minute. */
function stretches(timeZone: string, from: number, to: number): [number, number][] {
  const offsetAt = offsetReader(timeZone)
  const found: [number, number][] = [[from, offsetAt(from)]]
  for (let at = from; at < to; at += day) {
    const next = Math.min(at + day, to)
    const before = offsetAt(at)
    if (offsetAt(next) === before) continue
    let low = at / minute
    let high = next / minute
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetAt(middle * minute) === before) low = middle
      else high = middle
    }
    found.push([high * minute, offsetAt(high * minute)])
  }
  return found
}

/** Goes through every minute and notes where a date begins that was not there before: what a calendar on the wall does. */
function datesByTheMinute(zone: readonly [number, number][], from: number, to: number) {
  const begins: { at: number; date: number }[] = []
  let newest = Math.floor((from - minute + (zone[0]?.[1] ?? 0)) / day)
  zone.forEach(([start, offset], index) => {
    const end = Math.min(zone[index + 1]?.[0] ?? to, to)
    for (let at = Math.max(start, from); at < end; at += minute) {
      const date = Math.floor((at + offset) / day)
      if (date <= newest) continue
      begins.push({ at, date })
      newest = date
    }
  })
  return begins
}

const dateOf = (count: number) => new Date(count * day).toISOString().slice(0, 10)
const isWeekStart = (date: number, weekStart: Almanac['weekStart']) =>
  new Date(date * day).getUTCDay() === (weekStart === 'monday' ? 1 : 0)

/** Every midnight from one to the next, as the scheduler goes. */
function walk(kind: 'daily' | 'weekly', almanac: Almanac, from: number, to: number) {
  const met: { at: number; localDate: string; from: number }[] = []
  for (let at = nextDue(kind, new Date(from - 1), almanac); at.getTime() < to; at = nextDue(kind, at, almanac)) {
    const due = dueAt(kind, at, almanac)
    met.push({ at: at.getTime(), localDate: due.localDate, from: due.from.getTime() })
  }
  return met
}

/** What is due by the minutes: each date that begins tells of the date before it. */
function expectedDays(begins: readonly { at: number; date: number }[]) {
  return begins.slice(1).map(({ at }, index) => {
    const told = begins[index]
    return { at, localDate: dateOf(told?.date ?? 0), from: told?.at ?? 0 }
  })
}

function expectedWeeks(begins: readonly { at: number; date: number }[], weekStart: Almanac['weekStart']) {
  return expectedDays(begins.filter(({ date }) => isWeekStart(date, weekStart)))
}

const start = Date.UTC(2026, 0, 1)
const end = Date.UTC(2028, 0, 1)
const zones = Intl.supportedValuesOf('timeZone')

/** Zones whose clocks agree at every minute of the two years are one. */
function likeClocks() {
  const groups = new Map<string, { table: [number, number][]; zones: string[] }>()
  for (const zone of zones) {
    const table = stretches(zone, start - 9 * day, end)
    const group = groups.get(JSON.stringify(table))
    if (group) group.zones.push(zone)
    else groups.set(JSON.stringify(table), { table, zones: [zone] })
  }
  return [...groups.values()]
}

// Some seconds; on a machine that is busy with other work several times that.
describe('two years in every zone', { timeout: 120_000 }, () => {
  const groups = likeClocks()

  it('knows zones with half hours, with 45 minutes and without some midnights', () => {
    const offsets = new Set(groups.flatMap(({ table }) => table.map(([, offset]) => Math.abs(offset / minute) % 60)))
    expect(offsets).toEqual(new Set([0, 30, 45]))
    const lateBegins = groups.flatMap(({ table }) =>
      datesByTheMinute(table, start, end).filter(({ at, date }) => {
        const offset = table.findLast(([from]) => from <= at)?.[1] ?? 0
        return at + offset !== date * day
      }),
    )
    expect(lateBegins.length).toBeGreaterThan(0)
    expect(groups.flatMap(group => group.zones)).toHaveLength(zones.length)
    expect(zones.length).toBeGreaterThan(400)
  })

  it('has one daily for each date, at the minute in which the next begins, and one weekly for each week', () => {
    let dailies = 0
    for (const { table, zones: alike } of groups) {
      const begins = datesByTheMinute(table, start - 8 * day, end)
      const days = expectedDays(begins).filter(({ at }) => at >= start)
      dailies += days.length
      const timeZone = alike[0] ?? 'UTC'
      expect(walk('daily', { timeZone, weekStart: 'monday' }, start, end), timeZone).toEqual(days)
      // Every date once, and the spans without a gap between them.
      expect(days.map(({ localDate }) => localDate)).toEqual(
        days.map((_, index) => dateOf(Date.parse(`${days[0]?.localDate}T00:00Z`) / day + index)),
      )
      expect(days.slice(1).every(({ from }, index) => from === days[index]?.at)).toBe(true)
      for (const weekStart of ['monday', 'sunday'] as const) {
        const weeks = expectedWeeks(begins, weekStart).filter(({ at }) => at >= start)
        expect(walk('weekly', { timeZone, weekStart }, start, end), timeZone).toEqual(weeks)
        expect(weeks.length).toBeGreaterThanOrEqual(104)
      }
    }
    expect(dailies).toBeGreaterThan(groups.length * 729)
  })

  it('says the same of zones that share their clocks: near each change, and once a month', () => {
    for (const { table, zones: alike } of groups) {
      const begins = datesByTheMinute(table, start - 2 * day, end)
      const changes = table.slice(1).map(([at]) => at)
      const sample = expectedDays(begins).filter(
        ({ at, localDate }) =>
          at >= start && (localDate.endsWith('-14') || changes.some(change => Math.abs(change - at) <= 2 * day)),
      )
      for (const timeZone of alike.slice(1)) {
        const almanac: Almanac = { timeZone, weekStart: 'monday' }
        for (const { at, localDate, from } of sample) {
          expect(nextDue('daily', new Date(at - 1), almanac).getTime(), timeZone).toBe(at)
          expect(dueAt('daily', new Date(at), almanac), timeZone).toMatchObject({ localDate, from: new Date(from) })
        }
      }
    }
  })

  it('is due within its minute and in no other near it', () => {
    for (const { table, zones: alike } of groups) {
      const almanac: Almanac = { timeZone: alike.at(-1) ?? 'UTC', weekStart: 'sunday' }
      for (const [change] of table.slice(1)) {
        const days = expectedDays(datesByTheMinute(table, change - 3 * day, change + day))
        for (const { at, localDate } of days) {
          expect(dueInMinute('daily', new Date(at + 59_999), almanac)?.localDate).toBe(localDate)
          expect(dueInMinute('daily', new Date(at - 1), almanac)).toBeNull()
          expect(dueInMinute('daily', new Date(at + minute), almanac)).toBeNull()
        }
      }
    }
  })
})

describe('calendars that leave dates out, or have them twice', () => {
  it('has no report of a day that was not: Samoa, 30 December 2011', () => {
    const almanac: Almanac = { timeZone: 'Pacific/Apia', weekStart: 'monday' }
    const dates = walk('daily', almanac, Date.UTC(2011, 11, 28), Date.UTC(2012, 0, 2)).map(({ localDate }) => localDate)
    expect(dates).toEqual(['2011-12-27', '2011-12-28', '2011-12-29', '2011-12-31', '2012-01-01'])
  })

  it('tells a date once whose end came twice: Newfoundland set clocks back at one minute past midnight', () => {
    const almanac: Almanac = { timeZone: 'America/St_Johns', weekStart: 'sunday' }
    const dates = walk('daily', almanac, Date.UTC(2010, 10, 5), Date.UTC(2010, 10, 10)).map(
      ({ localDate }) => localDate,
    )
    expect(dates).toEqual(['2010-11-04', '2010-11-05', '2010-11-06', '2010-11-07', '2010-11-08'])
    // Asked in the hour that came again, it does not answer with a moment that is past.
    for (let at = Date.UTC(2010, 10, 7, 2); at < Date.UTC(2010, 10, 7, 5); at += minute)
      expect(nextDue('daily', new Date(at), almanac).getTime()).toBeGreaterThan(at)
  })

  it('begins São Paulo’s first day of summer at one o’clock, for there was no midnight', () => {
    const almanac: Almanac = { timeZone: 'America/Sao_Paulo', weekStart: 'sunday' }
    const due = dueAt('daily', nextDue('daily', new Date('2018-11-03T12:00:00Z'), almanac), almanac)
    expect(due).toEqual({
      localDate: '2018-11-03',
      from: new Date('2018-11-03T03:00:00Z'),
      to: new Date('2018-11-04T03:00:00Z'),
    })
    const next = dueAt('daily', nextDue('daily', due.to, almanac), almanac)
    expect(next.to.getTime() - next.from.getTime()).toBe(23 * 60 * minute)
  })
})

describe('after a time in which nothing ran', () => {
  const berlin: Almanac = { timeZone: 'Europe/Berlin', weekStart: 'monday' }

  it('makes up for what was missed, oldest first, and goes on at the next midnight', () => {
    const nextAt = nextDue('daily', new Date('2026-03-27T12:00:00Z'), berlin)
    const { dues, missed, nextAt: next } = duesUntil('daily', from(nextAt), new Date('2026-03-30T09:00:00Z'), berlin)
    expect(dues.map(({ localDate }) => localDate)).toEqual(['2026-03-27', '2026-03-28', '2026-03-29'])
    // The day of the change is an hour short.
    expect(dues.map(({ from, to }) => (to.getTime() - from.getTime()) / minute / 60)).toEqual([24, 24, 23])
    expect(missed).toBe(0)
    expect(next).toEqual(new Date('2026-03-30T22:00:00Z'))
  })

  it('leaves out what nobody would read any more', () => {
    const long = duesUntil('daily', from(new Date('2026-01-01T23:00:00Z')), new Date('2026-03-01T12:00:00Z'), berlin)
    expect(long.dues).toHaveLength(catchUp.daily)
    expect(long.dues.at(-1)?.localDate).toBe('2026-02-28')
    expect(long.missed).toBe(59 - catchUp.daily)
    const weeks = duesUntil('weekly', from(new Date('2026-01-04T23:00:00Z')), new Date('2026-03-01T12:00:00Z'), berlin)
    expect(weeks.dues.map(({ localDate }) => localDate)).toEqual(['2026-02-09', '2026-02-16'])
    expect(weeks.missed).toBe(6)
  })

  it('has nothing before its time', () => {
    const nextAt = nextDue('daily', new Date('2026-05-05T12:00:00Z'), berlin)
    expect(duesUntil('daily', from(nextAt), new Date(nextAt.getTime() - 1), berlin)).toEqual({
      dues: [],
      missed: 0,
      nextAt,
    })
    expect(duesUntil('daily', from(nextAt), nextAt, berlin).dues).toHaveLength(1)
  })
})

describe('moving to another zone, or beginning weeks on another day', () => {
  const of = (timeZone: string, weekStart: Almanac['weekStart'] = 'monday'): Almanac => ({ timeZone, weekStart })

  it.each(['daily', 'weekly'] as const)('%s: leaves no date out and has none twice, east and west', kind => {
    const hour = 60 * minute
    let state = 4_711
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor(state / 65_536) % below
    }
    const another = () => of(zones[random(zones.length)] ?? 'UTC', random(2) ? 'monday' : 'sunday')
    const lengths = new Set<number>()
    for (let round = 0; round < 20; round++) {
      let now = Date.UTC(2026, random(12), 1 + random(28), random(24))
      let calendar = another()
      let pending = from(nextDue(kind, new Date(now), calendar))
      const told: string[] = []
      for (let step = 0; step < 30; step++) {
        now += random(kind === 'daily' ? 40 : 160) * hour
        const { timeZone } = calendar
        const { dues, nextAt } = duesUntil(kind, pending, new Date(now), calendar)
        for (const { localDate, to } of dues) {
          const days = daysBetween(localDate, addDays(localDay(to, timeZone), -1))
          told.push(...days)
          lengths.add(days.length)
        }
        if (dues.length > 0) pending = from(nextAt)
        const moved = another()
        pending = pendingFrom(kind, firstUntold(kind, pending, calendar), moved)
        calendar = moved
      }
      expect(told).toEqual(told.map((_, index) => dateOf(Date.parse(told[0] ?? '') / day + index)))
      expect(told.length).toBeGreaterThan(kind === 'daily' ? 15 : 60)
    }
    expect([...lengths].sort()).toEqual(kind === 'daily' ? [1] : [6, 7, 8])
  })

  const now = new Date('2026-11-20T12:00:00Z')
  const monday = from(nextDue('weekly', now, of('UTC')))

  it('makes one week a day shorter or longer where weeks begin on another day from now on', () => {
    expect(monday.at).toEqual(new Date('2026-11-23T00:00:00Z'))
    const first = firstUntold('weekly', monday, of('UTC'))
    expect(first).toBe('2026-11-16')
    const shorter = pendingFrom('weekly', first, of('UTC', 'sunday'))
    expect(shorter).toEqual({ at: new Date('2026-11-22T00:00:00Z'), first })
    // And as it was, when they think better of it.
    expect(pendingFrom('weekly', first, of('UTC'))).toEqual(monday)
    expect(duesUntil('weekly', shorter, new Date('2026-11-29T00:00:00Z'), of('UTC', 'sunday')).dues).toEqual([
      { localDate: first, from: new Date('2026-11-16T00:00:00Z'), to: new Date('2026-11-22T00:00:00Z') },
      { localDate: '2026-11-22', from: new Date('2026-11-22T00:00:00Z'), to: new Date('2026-11-29T00:00:00Z') },
    ])
    expect(pendingFrom('weekly', '2026-11-22', of('UTC'))).toEqual({
      ...{ at: new Date('2026-11-30T00:00:00Z'), first: '2026-11-22' },
    })
    expect(pendingFrom('weekly', first, of('Asia/Kathmandu'))).toEqual(from(new Date('2026-11-22T18:15:00Z')))
  })

  it('takes up what was pending when somebody stopped, unless it is over', () => {
    expect(pendingAnew('weekly', null, now, of('UTC'))).toEqual(monday)
    expect(pendingAnew('weekly', '2026-11-15', now, of('UTC'))).toEqual({ at: monday.at, first: '2026-11-15' })
    expect(pendingAnew('weekly', '2026-10-18', now, of('UTC'))).toEqual(monday)
    expect([weekOf('2026-11-22', 'monday'), weekOf('2026-11-22', 'sunday')]).toEqual(['2026-11-16', '2026-11-22'])
  })
})
