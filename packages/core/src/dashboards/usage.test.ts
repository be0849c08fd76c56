import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filtersInput } from '../essays/index.ts'
import { newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { ingest } from '../tracking/index.ts'
import { usage } from './index.ts'

/** Whose an id is, as the table says. */
interface Identity {
  provider: 'user' | 'anonymous'
  subject: string
  person: string
}

interface Happening {
  name: string
  path: string | null
  visit: string
  user: string | null
  browser: string | null
  at: number
  error: boolean
}

const around = Date.parse('2026-03-29T01:00:00Z')
const happening: fc.Arbitrary<Happening> = fc.record({
  name: fc.constantFrom('page_view', 'page_view', 'saved', 'Écrit', 'identify'),
  path: fc.constantFrom('/', '/plans', null),
  visit: fc.constantFrom('v1', 'v2', 'v3', 'v4', 'v5'),
  user: fc.constantFrom(null, null, 'ann', 'bob'),
  // One is called as a user is.
  browser: fc.constantFrom(null, 'b1', 'b2', 'b3', 'ann'),
  at: fc.integer({ min: -30 * 1_440, max: 8 * 1_440 }).map(minutes => around + minutes * 60_000),
  error: fc.boolean(),
})

const dayMs = 86_400_000
const shift = (day: string, by: number) => new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10)
const mondayOf = (day: string) => shift(day, -((new Date(day).getUTCDay() + 6) % 7))
const distinct = (values: (string | null)[]) => new Set(values.filter(value => value !== null)).size

/** What the page means, written plainly. */
function reference(
  all: Happening[],
  identities: Identity[],
  { from, to, zone }: { from: string; to: string; zone: string },
) {
  const dayOf = ({ at }: Happening) => {
    const [day, month, year] = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short' })
      .format(at)
      .split('/')
    return `${year}-${month}-${day}`
  }
  const person = ({ user, browser }: Happening) => {
    if (user === null && browser === null) return null
    const [provider, subject] = user === null ? ['anonymous', browser] : ['user', user]
    const known = identities.find(identity => identity.provider === provider && identity.subject === subject)
    return known?.person ?? `${provider} ${subject}`
  }
  const firstDay = (who: string | null) =>
    all
      .filter(each => person(each) === who)
      .map(dayOf)
      .sort()[0] ?? ''
  const length = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
  const read = (first: string, last: string) => {
    const own = all.filter(each => first <= dayOf(each) && dayOf(each) <= last)
    const people = [...new Set(own.map(person))].filter(who => who !== null)
    const newPeople = people.filter(who => firstDay(who) >= first).length
    const [visits, errors] = [distinct(own.map(({ visit }) => visit)), own.filter(({ error }) => error).length]
    return { own, events: own.length, visits, people: people.length, newPeople, errors }
  }
  const [now, then] = [read(from, to), read(shift(from, -length), shift(from, -1))]
  const both = (of: (reading: typeof now) => { value: number }) => ({ ...of(now), previous: of(then) })
  const divided = (numerator: number, denominator: number, times = 1) => ({
    ...{ value: denominator === 0 ? 0 : (numerator / denominator) * times, numerator, denominator },
  })
  const top = (keyOf: (each: Happening) => string | null) =>
    [...new Set(now.own.map(keyOf))]
      .filter(key => key !== null)
      .map(key => {
        const count = (list: Happening[]) => list.filter(each => keyOf(each) === key).length
        return { key, n: { value: count(now.own), previous: { value: count(then.own) } } }
      })
      .sort((a, b) => b.n.value - a.n.value || Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  const cohorts = [...new Set(all.map(person))].filter(who => who !== null)
  const weeks = [...new Set(cohorts.map(who => mondayOf(firstDay(who))))].sort()
  return {
    kpis: {
      events: both(({ events }) => ({ value: events })),
      visits: both(({ visits }) => ({ value: visits })),
      people: both(({ people }) => ({ value: people })),
      newPeople: both(({ newPeople }) => ({ value: newPeople })),
      eventsPerVisit: both(({ events, visits }) => divided(events, visits)),
      errorRate: both(({ events, errors }) => divided(errors, events, 100)),
    },
    series: Array.from({ length }, (_, index) => {
      const { events, visits, people, newPeople } = read(shift(from, index), shift(from, index))
      return { day: shift(from, index), events, visits, people, newPeople }
    }),
    topEvents: top(({ name }) => name).map(({ key, n }) => ({ key, events: n })),
    topPages: top(({ name, path }) => (name === 'page_view' ? (path ?? 'Unknown') : null)).map(({ key, n }) => ({
      key,
      views: n,
    })),
    retention: weeks
      .filter(week => mondayOf(from) <= week && week <= to)
      .map(week => {
        const own = cohorts.filter(who => mondayOf(firstDay(who)) === week)
        const length = Math.round((Date.parse(mondayOf(to)) - Date.parse(week)) / (7 * dayMs)) + 1
        const returned = Array.from({ length }, (_, offset) => {
          const that = shift(week, 7 * offset)
          return own.filter(who => all.some(each => person(each) === who && mondayOf(dayOf(each)) === that)).length
        })
        return { week, people: returned[0], returned }
      }),
  }
}

const history = fc.record({
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'),
  other: fc.constantFrom('UTC', 'Pacific/Chatham'),
  /** From whom to whom ids go, or to nobody. */
  moves: fc.array(fc.tuple(fc.constantFrom('ann', 'b1', 'b2', 'b3'), fc.constantFrom('ann', 'bob', null)), {
    maxLength: 3,
  }),
  batches: fc.array(fc.array(happening, { minLength: 8, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
  removed: fc.constantFrom('v1', 'v2', null),
  begin: fc.integer({ min: -20, max: 2 }),
  length: fc.integer({ min: 1, max: 16 }),
})

describe('product usage against a naive count', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  async function send(scope: Scope, batch: Happening[]): Promise<void> {
    const events = batch.map(({ name, path, visit, user, browser, at, error }) => ({
      ...{ id: newId(), name, visitId: visit, timestamp: new Date(at).toISOString() },
      ...(user && { userId: user }),
      ...(browser && { anonymousId: browser }),
      ...(path && { properties: { path } }),
      ...(error && { error: { type: 'broken' } }),
    }))
    await ingest(world.deps, scope, { spelling: 'events', events }, { history: true })
  }

  /** All ids of that name become somebody else's, or nobody's. */
  async function move({ workspaceId }: Scope, subject: string, to: string | null): Promise<void> {
    const of = "workspace_id = $1 and provider in ('user', 'anonymous')"
    if (to === null)
      await world.database.run(`delete from identities where ${of} and subject = $2`, [workspaceId, subject])
    else
      await world.database.run(
        `update identities i set person_id = t.person_id from identities t where i.workspace_id = $1 and i.subject = $2
          and t.workspace_id = $1 and t.provider = 'user' and t.subject = $3`,
        [workspaceId, subject, to],
      )
  }

  it('counts a person once who came before they signed in, on days counted already too', async () => {
    const scope = await world.makeWorkspace()
    const on = (day: string, user: string | null, name = 'saved', browser = 'b1'): Happening => ({
      ...{ name, path: null, visit: day, user, browser, error: false, at: Date.parse(`${day}T12:00:00Z`) },
    })
    const read = async () => {
      const filters = filtersInput.parse({ from: '2026-03-01', to: '2026-03-31', timezone: 'UTC' })
      const { kpis, series, retention } = await usage(world.deps, scope, { filters })
      const newOn = series.filter(({ newPeople }) => newPeople > 0).map(({ day, newPeople }) => [day, newPeople])
      return { people: kpis.people.value, newOn, weeks: retention.map(({ week, people }) => [week, people]) }
    }
    await world.database.run("update workspaces set time_zone = 'UTC' where id = $1", [scope.workspaceId])
    await send(scope, [on('2026-03-02', null), on('2026-03-10', null), on('2026-03-18', 'ann', 'saved', 'b2')])
    expect(await read()).toEqual({
      people: 2,
      newOn: [
        ['2026-03-02', 1],
        ['2026-03-18', 1],
      ],
      weeks: [
        ['2026-03-02', 1],
        ['2026-03-16', 1],
      ],
    })
    await send(scope, [on('2026-03-25', 'ann', 'identify')])
    const one = { people: 1, newOn: [['2026-03-02', 1]], weeks: [['2026-03-02', 1]] }
    expect(await read()).toEqual(one)
    // Another workspace's browser of that name is somebody else's.
    const elsewhere = await world.makeWorkspace()
    await send(elsewhere, [on('2026-03-25', 'zoe', 'identify')])
    expect(await read()).toEqual(one)
  })

  it('agrees, however events come in and go, and whosever ids become', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ zone, other, moves, batches, removed, begin, length }) => {
        const scope = await world.makeWorkspace()
        const setZone = (name: string) =>
          world.database.run('update workspaces set time_zone = $1 where id = $2', [name, scope.workspaceId])
        const first = new Date(around + begin * dayMs).toISOString().slice(0, 10)
        const days = { from: first, to: shift(first, length - 1) }
        let all: Happening[] = []
        const expectPage = async (timezone?: string, home: string = zone) => {
          const page = await usage(world.deps, scope, { filters: filtersInput.parse({ ...days, timezone }) })
          const known = await world.database.run<Identity & Record<string, unknown>>(
            'select provider, subject, person_id::text as person from identities where workspace_id = $1',
            [scope.workspaceId],
          )
          expect(page).toMatchObject(reference(all, known, { ...days, zone: timezone ?? home }))
        }
        await setZone(zone)
        for (const batch of batches) {
          await send(scope, batch)
          all.push(...batch)
          await expectPage()
        }
        for (const [subject, to] of moves) {
          await move(scope, subject, to)
          await expectPage()
        }
        await world.database.run('delete from events where workspace_id = $1 and visit_id = $2', [
          scope.workspaceId,
          removed,
        ])
        all = all.filter(({ visit }) => visit !== removed)
        await expectPage()
        await expectPage(other)
        await setZone(other)
        await expectPage(undefined, other)
      }),
      { numRuns: 6 },
    )
  })
})
