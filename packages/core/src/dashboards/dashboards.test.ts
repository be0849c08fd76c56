import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EssayFilters, filtersInput, importEssays } from '../essays/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { customers, lateDeliveries, operations, overview, quality, revenue, unassigned } from './index.ts'
import { longSpan } from './students.ts'
import { type MadeUpItem, madeUpItem, spelled } from './testing/made-up-items.ts'
import { referencePages } from './testing/reference.ts'

/** Nights in which clocks change: at two, at midnight itself, by half an hour, and where they never do. */
const places = [
  { zone: 'Europe/Berlin', around: new Date('2026-03-29T01:00:00Z') },
  { zone: 'America/New_York', around: new Date('2025-11-02T06:00:00Z') },
  { zone: 'America/Havana', around: new Date('2025-11-02T05:00:00Z') },
  { zone: 'Africa/Cairo', around: new Date('2026-04-23T22:00:00Z') },
  { zone: 'Australia/Lord_Howe', around: new Date('2026-04-04T15:00:00Z') },
  { zone: 'Asia/Kathmandu', around: new Date('2026-02-01T18:15:00Z') },
]

const choices: fc.Arbitrary<Record<string, string | number>> = fc.oneof(
  fc.constant({}),
  fc.record({ turnaround: fc.constantFrom('standard', 'urgent') }),
  fc.record({ status: fc.constantFrom('completed', 'cancelled', 'unassigned') }),
  fc.record({ channel: fc.constantFrom('Unknown', 'Search', 'École', 'nobody’s') }),
  fc.record({ draft: fc.constantFrom<string | number>('1', '5+', 2, 6) }),
  fc.record({ customerType: fc.constantFrom('single', 'multi') }),
  fc.record({ customerType: fc.constantFrom('single', 'multi'), channel: fc.constantFrom('Unknown', 'Search') }),
)
const zones = fc.option(fc.constantFrom('UTC', 'Pacific/Chatham', 'America/Havana'), { nil: undefined })

const filtersAround = (around: Date) =>
  fc
    .tuple(
      fc.integer({ min: -12, max: 0 }),
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(longSpan + 1)),
      choices,
      zones,
    )
    .map(([begin, length, chosen, timezone]) => {
      const day = (offset: number) => new Date(around.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
      return filtersInput.parse({ from: day(begin), to: day(begin + length - 1), ...chosen, timezone })
    })

const history = fc.constantFrom(...places).chain(({ zone, around }) =>
  fc.record({
    zone: fc.constant(zone),
    batches: fc.array(fc.array(madeUpItem(around), { minLength: 20, maxLength: 60 }), { minLength: 1, maxLength: 3 }),
    removed: fc.array(
      fc.nat(60).map(n => `item ${n}`),
      { maxLength: 10 },
    ),
    /** Whether the zone is set when everything is there already. */
    zoneLast: fc.boolean(),
    filters: fc.array(filtersAround(around), { minLength: 1, maxLength: 3 }),
  }),
)

describe('dashboards against a naive count', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld()
  })
  afterAll(() => world.close())

  const setZone = ({ workspaceId }: Scope, zone: string) =>
    world.database.run('update workspaces set time_zone = $1 where id = $2', [zone, workspaceId])

  async function bringIn(scope: Scope, items: MadeUpItem[]): Promise<void> {
    const input = { rows: items.map(spelled), revenueUnit: 'minor' as const, currency: 'EUR' }
    const { rejected } = await importEssays(world.deps, scope, input)
    expect(rejected.filter(({ code }) => code !== 'duplicate')).toEqual([])
  }

  async function expectPages(scope: Scope, items: MadeUpItem[], filters: EssayFilters, home: string): Promise<void> {
    const { from = '', to = '' } = filters
    const { late, unassigned: waiting, ...pages } = referencePages(items, { ...filters, from, to }, home)
    const { deps } = world
    expect(await overview(deps, scope, { filters })).toMatchObject(pages.overview)
    expect(await revenue(deps, scope, { filters })).toMatchObject(pages.revenue)
    expect(await customers(deps, scope, { filters })).toMatchObject(pages.customers)
    expect(await quality(deps, scope, { filters })).toMatchObject(pages.quality)
    expect(await operations(deps, scope, { filters })).toMatchObject(pages.operations)
    const found = { late: [] as { itemId: string; hoursLate: number }[], waiting: [] as string[] }
    let cursor: string | undefined
    do {
      const page = await lateDeliveries(deps, scope, { filters, limit: 7, cursor })
      found.late.push(...page.items.map(({ itemId, hoursLate }) => ({ itemId, hoursLate })))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    do {
      const page = await unassigned(deps, scope, { filters, limit: 7, cursor })
      found.waiting.push(...page.items.map(({ submittedAt }) => submittedAt))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    const byHours = (a: { hoursLate: number }, b: { hoursLate: number }) => b.hoursLate - a.hoursLate
    expect(found.late.map(({ hoursLate }) => hoursLate)).toEqual(late.sort(byHours).map(({ hoursLate }) => hoursLate))
    expect(new Set(found.late.map(({ itemId }) => itemId))).toEqual(new Set(late.map(({ itemId }) => itemId)))
    const newest = waiting.map(({ submittedAt }) => new Date(submittedAt).toISOString()).sort()
    expect(found.waiting).toEqual(newest.reverse())
  }

  /** Days of a table, by its keys, that are not what a count of the items gives. */
  async function wrongDaysOf({ workspaceId }: Scope, table: string, keys: readonly string[]) {
    const by = ['day', ...keys].join()
    const kept = `select ${by}, essays, revenue, rated, rating_sum, e_plus, e, e_minus, timed, on_time, late, late_warning,
      late_critical from ${table} where workspace_id = $1`
    const counted = `select ${by}, count(*), sum(revenue), count(rating), coalesce(sum(rating * 100), 0),
        count(*) filter (where satisfaction = 'E+'), count(*) filter (where satisfaction = 'E'),
        count(*) filter (where satisfaction = 'E-'), count(time_remaining_hours),
        count(*) filter (where time_remaining_hours > 0), count(*) filter (where time_remaining_hours < 0),
        count(*) filter (where time_remaining_hours < -12 and time_remaining_hours >= -24),
        count(*) filter (where time_remaining_hours < -24)
      from (select (submitted_at at time zone time_zone)::date as day, turnaround, status,
          coalesce(channel, 'Unknown') as channel, case when draft > 4 then '5+' else draft::text end as draft,
          coalesce(is_multi_draft, false) as multi, revenue, rating, satisfaction, time_remaining_hours
        from essay_items i join workspaces w on w.id = workspace_id where workspace_id = $1) i group by ${by}`
    return world.database.run(`(${kept} except all ${counted}) union all (${counted} except all ${kept})`, [
      workspaceId,
    ])
  }

  const wrongDays = async (scope: Scope) => [
    ...(await wrongDaysOf(scope, 'essay_days', ['turnaround', 'status', 'channel', 'draft', 'multi'])),
    ...(await wrongDaysOf(scope, 'essay_day_drafts', ['turnaround', 'status', 'draft'])),
    ...(await wrongDaysOf(scope, 'essay_day_channels', ['status', 'channel'])),
  ]

  it('agree on every page, whatever was brought in, changed and removed', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ zone, batches, removed, zoneLast, filters }) => {
        const scope = await world.makeWorkspace()
        if (!zoneLast) await setZone(scope, zone)
        const items = new Map<string, MadeUpItem>()
        for (const batch of batches) {
          await bringIn(scope, batch)
          for (const item of batch) items.set(item.itemId, item)
        }
        await world.database.run(
          `delete from essay_items where workspace_id = $1 and item_id = any(string_to_array($2, ','))`,
          [scope.workspaceId, removed.join(',')],
        )
        for (const id of removed) items.delete(id)
        if (zoneLast) await setZone(scope, zone)
        await world.database.run(
          `update essay_items set status = 'cancelled', time_remaining_hours = -1, submitted_at = submitted_at + interval '1 day'
           where workspace_id = $1 and draft = 7`,
          [scope.workspaceId],
        )
        for (const [id, item] of items)
          if (item.draft === 7)
            items.set(id, {
              ...item,
              status: 'cancelled',
              timeRemaining: -1,
              submittedAt: item.submittedAt + 86_400_000,
            })
        expect(await wrongDays(scope)).toEqual([])
        for (const chosen of filters) await expectPages(scope, [...items.values()], chosen, zone)
      }),
      { numRuns: 15 },
    )
  })

  const studentRows = ({ workspaceId }: Scope) =>
    world.database.run<{ steady: boolean; items: number | null }>(
      `select steady, cardinality(moments) as items from essay_students s where workspace_id = $1
       order by (select max(student_id) from essay_items i where i.workspace_id = s.workspace_id and i.student_key = s.student_key)`,
      [workspaceId],
    )

  const at = Date.parse('2026-03-01T12:00:00Z')
  const usual: MadeUpItem = {
    ...{ itemId: '', studentId: 'ann', channel: 'Search', location: null, isMultiDraft: true, draft: 1 },
    ...{ turnaround: 'urgent', revenue: 100, rating: null, satisfaction: null, status: 'completed' },
    ...{ submittedAt: at, timeRemaining: null },
  }
  const itemsOf = (studentId: string, count: number, more: Partial<MadeUpItem> = {}) =>
    // Two of each moment.
    Array.from({ length: count }, (_, n) => ({
      ...{ ...usual, studentId, itemId: `${studentId} ${n}`, submittedAt: at + Math.floor(n / 2) * 3_600_000 },
      ...more,
    }))
  const spring = filtersInput.parse({ from: '2026-02-01', to: '2026-04-30' })

  it('read long spans from a row of each student, but for those with very many items', async () => {
    const scope = await world.makeWorkspace()
    const items = [...itemsOf('ann', 200), ...itemsOf('bob', 201), ...itemsOf('cy', 3, { status: 'cancelled' })]
    await bringIn(scope, items)
    expect(await studentRows(scope)).toEqual([
      { steady: true, items: 200 },
      { steady: false, items: null },
      { steady: true, items: 3 },
    ])
    await expectPages(scope, items, spring, 'UTC')
    await world.database.run(`delete from essay_items where workspace_id = $1 and item_id in ('bob 0', 'cy 1')`, [
      scope.workspaceId,
    ])
    expect(await studentRows(scope)).toEqual([
      { steady: true, items: 200 },
      { steady: true, items: 200 },
      { steady: true, items: 2 },
    ])
    await expectPages(
      scope,
      items.filter(({ itemId }) => itemId !== 'bob 0' && itemId !== 'cy 1'),
      spring,
      'UTC',
    )
  })

  it('count what two wrote at once of one student', async () => {
    const scope = await world.makeWorkspace()
    const items = itemsOf('ann', 4)
    await bringIn(scope, items)
    const remove = `delete from essay_items where workspace_id = $1 and item_id = $2`
    const other = await world.deps.db.transaction(async tx => {
      await tx.execute(sql`delete from essay_items where workspace_id = ${scope.workspaceId} and item_id = 'ann 0'`)
      // It waits for this transaction, which therefore does not wait for it.
      const done = world.database.run(remove, [scope.workspaceId, 'ann 3'])
      await tx.execute(sql`select 1`)
      return { done }
    })
    await other.done
    expect(await studentRows(scope)).toEqual([{ steady: true, items: 2 }])
    await expectPages(scope, items.slice(1, 3), spring, 'UTC')
  })
})
