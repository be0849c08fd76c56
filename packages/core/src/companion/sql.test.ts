import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEssayRequest, createEssayRequestInput } from '../essay-requests/index.ts'
import { importEssays } from '../essays/index.ts'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, makeRepository, plantFacts, type TestWorld } from '../testing/index.ts'
import { checkSql } from './sql/check.ts'
import { readSql, SqlRefused, whyNoSql } from './sql/read.ts'
import { views } from './sql/views.ts'

const essay = (itemId: string, channel: string, revenue: number) => ({
  ...{ item_id: itemId, student_id: `${channel} student`, student_acquisition_channel: channel, draft: 1, revenue },
  ...{ word_count: 650, turnaround: 'Express', item_status: 'Completed', submitted_at: '2026-03-01T10:00:00Z' },
})

describe('SQL of the companion', () => {
  let world: TestWorld
  let ours: Scope
  let theirs: Scope
  beforeAll(async () => {
    world = await createTestWorld()
    ours = await world.makeWorkspace('Ours')
    theirs = await world.makeWorkspace('Theirs')
    const money = { revenueUnit: 'minor', currency: 'USD' } as const
    await importEssays(world.deps, ours, { rows: [essay('a', 'Search', 100), essay('b', 'Friends', 250)], ...money })
    await importEssays(world.deps, theirs, { rows: [essay('c', 'foreign', 999)], ...money })
  })
  afterAll(() => world.close())

  const read = (query: string) => readSql(world.deps, ours, query)
  /** Past the check of the text: what holds when that is wrong. */
  const forced = async (query: string): Promise<string> => {
    try {
      return JSON.stringify(await read(query))
    } catch (error) {
      if (error instanceof SqlRefused) return `refused: ${error.message}`
      throw error
    }
  }

  it('reads the rows of its workspace', async () => {
    expect(await whyNoSql(world.deps)).toBeNull()
    const query = `with sums as (select channel, sum(revenue_minor) as revenue from companion_essays group by 1)
      select *, rank() over (order by revenue desc) as place from sums order by revenue desc -- best first`
    expect(await checkSql(query)).toBeNull()
    expect(await read(query)).toEqual({
      columns: ['channel', 'revenue', 'place'],
      rows: [
        ['Friends', 250, 1],
        ['Search', 100, 2],
      ],
      cut: false,
    })
    expect((await readSql(world.deps, theirs, 'select item_id from companion_essays')).rows).toEqual([['c']])
  })

  it('reads essay requests of its workspace, without what is written in them or to whom', async () => {
    const order = (scope: Scope, turnaround: string) =>
      createEssayRequest(
        world.deps,
        scope,
        createEssayRequestInput.parse({
          ...{
            studentName: 'Ana Silva',
            studentEmail: 'ana@example.com',
            applicationType: 'Undergraduate',
            turnaround,
          },
          ...{ programPrompt: 'Why here?', content: 'I want to learn.' },
        }),
      )
    await order(ours, 'express')
    await order(theirs, 'urgent')
    const query =
      'select number, status, turnaround, word_count, is_assigned, completed_at from companion_essay_requests'
    expect(await checkSql(query)).toBeNull()
    expect((await read(query)).rows).toEqual([[1, 'submitted', 'express', 4, false, null]])
    expect((await readSql(world.deps, theirs, query)).rows).toEqual([[1, 'submitted', 'urgent', 4, false, null]])
    expect(JSON.stringify(await read('select * from companion_essay_requests'))).not.toMatch(/ana|Silva|learn|Why/i)
    expect(await forced('select student_email from companion_essay_requests')).toContain('does not exist')
    expect(await forced('select student_email from public.essay_requests')).toContain('permission denied')
  })

  it('reads what was done in the repositories of its workspace, without who is behind it or what they wrote', async () => {
    const web = await makeRepository(world.deps, ours, 'harbour/web')
    await plantFacts(world.deps, ours, [
      { repository: web, text: 'secret words by mei', kind: 'pr_merged', number: 41 },
      { repository: web, text: 'old words by mei', kind: 'commit', gone: 'superseded' },
      { repository: web, text: 'taken back by mei', kind: 'issue_comment', gone: 'removed' },
    ])
    await plantFacts(world.deps, theirs, [{ text: 'foreign by eve', kind: 'commit' }])
    const query = `select a.repository, a.kind, a.actor_kind, a.number, r.is_tracked
      from companion_activity a join companion_repositories r on r.repository = a.repository`
    expect(await checkSql(query)).toBeNull()
    expect((await read(query)).rows).toEqual([['harbour/web', 'pr_merged', 'user', 41, true]])
    expect(JSON.stringify(await read('select * from companion_activity'))).not.toMatch(/mei|words|taken/)
    expect(await forced('select text from companion_activity')).toContain('does not exist')
    expect(await forced('select login from public.git_actors')).toContain('permission denied')
  })

  it('knows the views as they are', async () => {
    for (const [name, columns] of Object.entries(views)) {
      const query = `select ${columns.join(', ')} from ${name} where false union all select ${columns.map(() => 'null').join(', ')}`
      expect((await read(query)).columns, name).toEqual(columns)
    }
  })

  it('leaves nothing behind', async () => {
    await read('select 1 as one')
    const left = await world.database.run("select relname from pg_class where relname like 'companion_essays%'")
    expect(left).toEqual([])
  })

  const hostile: [string, string, RegExp][] = [
    ['a second statement', 'select 1 as one; delete from essay_items', /more than one statement/],
    ['a second statement behind a bracket', 'select 1) q; delete from essay_items; select * from (select 1', /not SQL/],
    ['a write', 'delete from essay_items', /no SELECT/],
    ['a write in WITH', 'with gone as (delete from essay_items returning 1) select * from gone', /DeleteStmt|not/],
    ['a new table', 'select 1 as one into stolen', /only reading/],
    ['a lock', 'select item_id from companion_essays for update', /only reading/],
    ['a file of the server', "select pg_read_file('/etc/passwd') as it", /function pg_read_file/],
    ['a program', "copy (select 1) to program 'id'", /no SELECT/],
    ['another role', "select set_config('role', 'none', true) as it", /function set_config/],
    ['SET ROLE', 'set role none', /no SELECT/],
    [
      'a query in a string',
      "select query_to_xml('select email from people', true, true, '') as it",
      /function query_to_xml/,
    ],
    [
      'a dynamic role and query',
      "select set_config('role','none',true), query_to_xml('select slug from workspaces',true,true,'') as it",
      /function/,
    ],
    ['a table of everybody', 'select * from essay_items', /no essay_items/],
    ['a table by its schema', 'select * from public.workspaces', /no public.workspaces/],
    ['the catalogue', 'select rolname from pg_roles', /no pg_roles/],
    ['the catalogue by a name of WITH', 'with pg_roles as (select 1 as one) select 1 as one', /pg_ are taken/],
    ['the catalogue by a type', "select 'people'::regclass::int8 as it", /type regclass/],
    ['the information schema', 'select * from information_schema.tables', /no information_schema.tables/],
    ['the settings', 'show all', /no SELECT/],
    ['the user', 'select current_user as it', /current_date/],
    [
      'its own views made anew',
      "select companion_open('00000000-0000-0000-0000-000000000000')",
      /function companion_open/,
    ],
    ['sleep', 'select pg_sleep(10)', /function pg_sleep/],
    [
      'an endless recursion',
      'with recursive n as (select 1 as i union all select i + 1 from n) select count(*) from n',
      /recursive/,
    ],
    ['a large object', "select lo_import('/etc/passwd')", /function lo_import/],
    ['another server', "select * from dblink('host=x', 'select 1') as t(a int)", /RangeFunction/],
    ['a schema that hides ours', 'select other.count(1) as it', /function other.count/],
    ['an operator by its schema', 'select 1 operator(public.+) 1 as it', /operator public/],
    ['much out of little', "select repeat('x', 100000000) as it", /function repeat/],
    ['rows without end', 'select * from generate_series(1, 1000000000) as n', /RangeFunction/],
    [
      'a nested heap',
      `select ${'('.repeat(300)}1${')'.repeat(300)} + ${'abs('.repeat(60)}1${')'.repeat(60)} as it`,
      /nested/,
    ],
    ['no text', "select '\u0000' as it", /character/],
  ]
  it.each(hostile)('refuses %s and says why', async (_, query, why) => {
    expect(await checkSql(query)).toMatch(why)
  })

  const counts = async () =>
    JSON.stringify(
      await world.database.run(
        'select count(*)::int as items, (select count(*)::int from people) as people from essay_items',
      ),
    )

  it('holds where the text was let through: nothing is written, no role changed, no other row, file or table read', async () => {
    const before = await counts()
    const tried = Object.fromEntries(
      await Promise.all(
        [
          'select 1 as one; delete from essay_items',
          'delete from essay_items',
          'with gone as (delete from essay_items returning 1) select * from gone',
          'insert into people (id) values (gen_random_uuid()) returning 1 as one',
          "select pg_read_file('/etc/passwd') as it",
          "select set_config('role', 'none', true) as it",
          "select set_config('session_authorization', 'postgres', true) as it",
          "select query_to_xml('select * from people', true, true, '') as it",
          'select * from public.essay_items',
          'select * from public.workspaces',
          "select companion_open('00000000-0000-0000-0000-000000000000')",
          'create table stolen (a int)',
          'set role none',
          "select lo_import('/etc/passwd') as it",
        ].map(async query => [query, await forced(query)] as const),
      ),
    )
    for (const [query, said] of Object.entries(tried)) expect(said, query).toMatch(/^refused: the database said/)
    expect(await counts()).toBe(before)
    expect(await forced('select current_user as it')).toContain('quarterdeck_companion')
    const turnedOn = "select set_config('transaction_read_only', 'off', true) as it"
    expect(await forced(turnedOn)).toMatch(/^refused: the database said/)
    // No setting says whose rows these are, so that none can be changed.
    const spoofed = `select set_config('quarterdeck.workspace', '${theirs.workspaceId}', true) as it, item_id from companion_essays`
    expect(await forced(spoofed)).not.toContain('"c"')
  })

  it('hides the rows of others from functions that look at every row', async () => {
    const leak =
      "select item_id from companion_essays where 1 / (case when item_id = 'c' then 0 else 1 end) = 1 order by 1"
    expect((await read(leak)).rows).toEqual([['a'], ['b']])
  })

  it('cuts what is too much, by rows and by bytes', async () => {
    const many = await read('select i from generate_series(1, 10500) as i')
    expect([many.rows.length, many.cut]).toEqual([10_000, true])
    const wide = await read("select i, repeat('x', 100000) as x from generate_series(1, 40) as i")
    expect(wide.rows.length).toBeLessThan(11)
    expect(wide.cut).toBe(true)
  })

  it('stops what takes too long, or does not begin it where it cannot be stopped', { timeout: 20_000 }, async () => {
    const heavy = 'select count(*) as n from generate_series(1, 30000) a cross join generate_series(1, 30000) b'
    expect(await forced(heavy)).toMatch(/took longer than 2 s|would take too long/)
    expect((await read('select 1 as one')).rows).toEqual([[1]])
  })

  it('says what is wrong with a statement that the database does not take', async () => {
    expect(await forced('select nothing from companion_essays')).toContain('column "nothing" does not exist')
    expect(await forced('select 1 as a, 2 as a')).toContain('same name')
    expect(await forced('select 1 / 0 as a')).toContain('division by zero')
  })

  it('is off where the function that reads has the rights of somebody else, as a dump restored without owners leaves it', async () => {
    await world.database.script('alter function companion_read(text, integer, integer) owner to current_user')
    expect(await whyNoSql(world.deps)).toMatch(/^SQL is off/)
    expect(await forced('select 1 as one')).toMatch(/^refused: SQL is off/)
    await world.database.script('select install_companion_reader()')
    expect([await whyNoSql(world.deps), await forced('select 1 as one')]).toEqual([
      null,
      expect.stringContaining('[[1]]'),
    ])
  })
})
