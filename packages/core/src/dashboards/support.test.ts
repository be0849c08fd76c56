import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filtersInput } from '../essays/index.ts'
import { newId } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { support } from './index.ts'

const zone = 'America/New_York'
const around = Date.parse('2025-11-02T06:00:00Z')
const dayMs = 86_400_000

interface Talk {
  channel: 'web' | 'email'
  at: number
  /** Seconds until. */
  first: number | null
  resolved: number | null
  score: number | null
  escalated: boolean
  said: ('agent' | 'staff' | 'person' | 'note')[]
}

const talk: fc.Arbitrary<Talk> = fc.record({
  channel: fc.constantFrom('web' as const, 'email' as const),
  at: fc.integer({ min: -9 * 1_440, max: 5 * 1_440 }).map(minutes => around + minutes * 60_000),
  first: fc.option(fc.nat(5_000)),
  resolved: fc.option(fc.nat(90_000)),
  score: fc.option(fc.integer({ min: 1, max: 5 })),
  escalated: fc.boolean(),
  said: fc.array(fc.constantFrom('agent' as const, 'staff' as const, 'person' as const, 'note' as const), {
    maxLength: 3,
  }),
})

const shift = (day: string, by: number) => new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10)

function median(values: (number | null)[]) {
  const sorted = values.filter(value => value !== null).sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]]
  return { value: (low + high) / 2, denominator: sorted.length }
}

/** What the page means, written plainly. */
function reference(all: Talk[], from: string, to: string) {
  const dayOf = ({ at }: Talk) => {
    const [day, month, year] = new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short' })
      .format(at)
      .split('/')
    return `${year}-${month}-${day}`
  }
  const length = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
  const between = (first: string, last: string) => all.filter(each => first <= dayOf(each) && dayOf(each) <= last)
  const [now, then] = [between(from, to), between(shift(from, -length), shift(from, -1))]
  const both = <Found extends object>(of: (list: Talk[]) => Found) => ({ ...of(now), previous: of(then) })
  const divided = (numerator: number, denominator: number, times = 1) => ({
    ...{ value: denominator === 0 ? 0 : (numerator / denominator) * times, numerator, denominator },
  })
  const count = (list: Talk[], fits: (each: Talk) => boolean) => list.filter(fits).length
  const escalation = (list: Talk[]) =>
    divided(
      count(list, each => each.escalated),
      list.length,
      100,
    )
  const csat = (list: Talk[]) => {
    const scores = list.flatMap(({ score }) => score ?? [])
    return divided(
      scores.reduce((a, b) => a + b, 0),
      scores.length,
    )
  }
  const has = (author: 'agent' | 'staff') => (each: Talk) => each.said.includes(author)
  return {
    kpis: {
      conversations: both(list => ({ value: list.length })),
      resolved: both(list => ({ value: count(list, each => each.resolved !== null) })),
      firstResponseSeconds: both(list => median(list.map(({ first }) => first))),
      resolutionSeconds: both(list => median(list.map(({ resolved }) => resolved))),
      csat: both(csat),
      escalationRate: both(escalation),
      assistantRate: both(list =>
        divided(
          count(list, each => has('agent')(each) && !has('staff')(each) && !each.escalated),
          count(list, each => has('agent')(each) || has('staff')(each)),
          100,
        ),
      ),
    },
    series: Array.from({ length }, (_, index) => {
      const own = between(shift(from, index), shift(from, index))
      const resolved = count(own, each => each.resolved !== null)
      return {
        day: shift(from, index),
        conversations: own.length,
        resolved,
        escalated: count(own, each => each.escalated),
      }
    }),
    byChannel: ['email', 'web']
      .filter(key => [...now, ...then].some(({ channel }) => channel === key))
      .map(key => {
        const own = (of: (list: Talk[]) => object) => both(list => of(list.filter(({ channel }) => channel === key)))
        return {
          key,
          conversations: { value: 0, ...own(list => ({ value: list.length })) },
          escalationRate: own(escalation),
          csat: own(csat),
        }
      })
      .sort((a, b) => b.conversations.value - a.conversations.value || (a.key < b.key ? -1 : 1)),
  }
}

describe('support against a naive count', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  it('agrees in every number', { timeout: 120_000 }, async () => {
    const days = fc.record({ begin: fc.integer({ min: -5, max: 2 }), length: fc.integer({ min: 1, max: 6 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(talk, { minLength: 5, maxLength: 25 }), days, async (talks, { begin, length }) => {
        const scope = await world.makeWorkspace()
        const { run } = world.database
        const { workspaceId } = scope
        await run('update workspaces set time_zone = $1 where id = $2', [zone, workspaceId])
        const personId = await world.makePerson(scope, 'member')
        const later = (at: number, seconds: number | null) =>
          seconds === null ? null : new Date(at + seconds * 1_000).toISOString()
        const rows = talks.map((each, index) => ({
          ...{ id: newId(), number: index + 1, channel: each.channel, at: new Date(each.at).toISOString() },
          ...{ first: later(each.at, each.first), resolved: later(each.at, each.resolved), score: each.score },
          ...{ escalated: each.escalated, said: each.said },
        }))
        const source = `from json_to_recordset($2::json) as r(id uuid, number int, channel text, at timestamptz, first timestamptz,
          resolved timestamptz, score int, escalated boolean, said json)`
        const params = [workspaceId, JSON.stringify(rows)]
        await run(
          `insert into conversations (id, workspace_id, number, person_id, channel, last_message_at, first_response_at, resolved_at, csat_score, created_at)
           select id, $1::uuid, number, $3::uuid, channel, at, first, resolved, score, at ${source}`,
          [...params, personId],
        )
        await run(
          `insert into escalations (id, workspace_id, conversation_id, reason, priority, due_at)
           select gen_random_uuid(), $1::uuid, id, 'x', 'high', at ${source} where escalated`,
          params,
        )
        await run(
          `insert into messages (id, workspace_id, conversation_id, seq, change, role, author_kind, content, internal)
           select gen_random_uuid(), $1::uuid, id, o, o, 'user', case when s = 'note' then 'staff' else s end, 'x', s = 'note'
           ${source} cross join lateral json_array_elements_text(said) with ordinality as t(s, o)`,
          params,
        )
        const from = new Date(around + begin * dayMs).toISOString().slice(0, 10)
        const to = shift(from, length - 1)
        const page = await support(world.deps, scope, { filters: filtersInput.parse({ from, to }) })
        expect(page).toMatchObject(reference(talks, from, to))
      }),
      { numRuns: 20 },
    )
  })
})
