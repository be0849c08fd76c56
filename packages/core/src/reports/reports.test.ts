import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { linkActor, listActors } from '../activity/index.ts'
import { createOpenAi, days, hours, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { answering, type ModelServer, startModelServer } from '../testing/model-server.ts'
import {
  cacheKeyOf,
  collectFacts,
  createTeam,
  generateReport,
  getCoverage,
  getReport,
  listReports,
  type ReportDetailDto,
  regenerateReport,
  removeReport,
  reportsPersonSource,
  updateTeam,
} from './index.ts'
import { markStale } from './sweep.ts'
import { each, oddAnswers, writingTo } from './testing/odd-answers.ts'
import { type PlantedRepository, plantFacts, plantRepository } from './testing/planted-facts.ts'

let server: ModelServer
const writing = writingTo(() => server)
let world: TestWorld
let scope: Scope
let repository: PlantedRepository
const monday = new Date('2026-03-02T00:00:00Z')
const at = (hour: number) => new Date(monday.getTime() + hours(hour))

beforeAll(async () => {
  server = await startModelServer()
  const llm = createOpenAi({ apiKey: 'sk-test', baseUrl: server.url, model: 'gpt-4.1' })
  world = await createTestWorld({ llm })
})
afterAll(async () => {
  await world.close()
  await server.close()
})
beforeEach(async () => {
  world.setNow(new Date(monday.getTime() + days(10)))
  scope = await world.makeWorkspace()
  repository = await plantRepository(world.deps.db, scope.workspaceId)
})

const topics = [
  'cart totals',
  'address form',
  'gift cards',
  'refund page',
  'stock alerts',
  'search box',
  'login page',
  'tax rules',
]

/** A week of eight pull requests with three commits each, a bot's update and a version. */
async function plantWeek(): Promise<void> {
  await plantFacts(world.deps, scope, repository, [
    ...topics.flatMap((topic, index) => [
      ...[0, 1, 2].map(step => ({
        ...{ kind: 'commit' as const, at: at(index * 10 + step), by: 'mei', additions: 10 + index, deletions: step },
        title: `feat: ${topic} part ${step} (#${100 + index})`,
      })),
      { kind: 'pr_merged' as const, at: at(index * 10 + 5), by: 'tom', number: 100 + index, title: `Rework ${topic}` },
    ]),
    { kind: 'commit', at: at(20), by: 'renovate[bot]', title: 'chore(deps): update pnpm to v7.17.1' },
    { kind: 'commit', at: at(30), by: 'mei', title: 'v1.4.0' },
  ])
}

const withoutModel = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  const { llm } = world.deps
  Object.assign(world.deps, { llm: null })
  try {
    return await run()
  } finally {
    Object.assign(world.deps, { llm })
  }
}

async function makeWeek(): Promise<ReportDetailDto> {
  const { id } = await generateReport(world.deps, scope, { kind: 'weekly', from: '2026-03-04', timeZone: 'UTC' })
  await world.runJobs()
  return getReport(world.deps, scope, { id })
}

const textsOf = ({ sections }: ReportDetailDto) => sections.flatMap(({ bullets }) => bullets.map(({ text }) => text))

/** Every claim stands on stored facts of this workspace and of its span, under the address that is stored. */
async function expectBorneOut(report: ReportDetailDto): Promise<void> {
  const facts = await world.deps.database.run<{ id: string; url: string; occurred_at: string | Date }>(
    'select id, url, occurred_at from activity where workspace_id = $1',
    [scope.workspaceId],
  )
  const known = new Map(facts.map(fact => [fact.id, fact]))
  const numbers = new Set(report.citations.map(({ number }) => number))
  for (const { text, citations } of report.sections.flatMap(({ bullets }) => bullets)) {
    expect(citations.length, text).toBeGreaterThan(0)
    expect(
      citations.filter(number => !numbers.has(number)),
      text,
    ).toEqual([])
  }
  for (const { factId, url } of report.citations) {
    expect(known.get(factId)?.url).toBe(url)
    const moment = new Date(known.get(factId)?.occurred_at ?? 0)
    expect(moment >= new Date(report.periodStart) && moment < new Date(report.periodEnd)).toBe(true)
  }
  const allowed = new Set(facts.map(({ url }) => url))
  const links = [...report.markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, url]) => url)
  expect(links.filter(url => !allowed.has(url ?? ''))).toEqual([])
}

describe('with a model that', () => {
  const measured: string[] = []
  afterAll(() => process.stdout.write(`${measured.join('\n')}\n`))

  it.each(Object.entries(oddAnswers(writing)))(
    '%s, every claim stands on facts',
    async (name, { replies, refuses, byModel }) => {
      await plantWeek()
      server.replyWith(...replies)
      const report = await makeWeek()
      expect(report).toMatchObject({ status: 'ready', attempt: null, refusedClaims: refuses })
      await expectBorneOut(report)
      const told = report.notices.join(' ')
      expect(report.model).toBe(byModel === null ? null : 'gpt-4.1-2025-04-14')
      expect(/model told of (\d+) %/.exec(told)?.[1] ?? null).toBe(
        byModel !== null && byModel < 1 ? String(byModel * 100) : null,
      )
      expect(told.includes('because the model failed')).toBe(byModel === null)
      // What a model leaves out is told by rules.
      expect(report).toMatchObject({ factCount: 34, eligibleCount: 32, citedCount: 32, coverage: 1 })
      expect(new Set(textsOf(report)).size).toBe(textsOf(report).length)
      expect(server.asked.length).toBeLessThanOrEqual(2)
      const share = byModel === null ? 'nothing' : `${byModel * 100} %`
      measured.push(
        `${name}: the model told of ${share}, the report tells of ${(report.coverage ?? 0) * 100} %, ${refuses} claims refused`,
      )
    },
  )

  it('fails, leaves the report that was there', async () => {
    await plantWeek()
    server.replyWith(writing(each))
    const first = await makeWeek()
    server.replyWith(answering({ content: 'Certainly!' }))
    const again = await regenerateReport(world.deps, scope, { id: first.id })
    expect(again.status).toBe('queued')
    await world.runJobs()
    const kept = await getReport(world.deps, scope, { id: first.id })
    expect(kept).toMatchObject({ status: 'ready', sections: first.sections, citations: first.citations })
    expect(kept.supersededById).toBeNull()
    expect(kept.attempt).toMatchObject({
      id: again.id,
      status: 'failed',
      error: expect.stringContaining('not in the form'),
    })
    expect((await listReports(world.deps, scope, { limit: 50 })).items.map(({ id }) => id)).toEqual([first.id])
    server.replyWith(writing(each))
    const third = await regenerateReport(world.deps, scope, { id: first.id })
    expect((await getReport(world.deps, scope, { id: first.id })).attempt).toMatchObject({
      id: third.id,
      status: 'queued',
    })
    await world.runJobs()
    expect(await getReport(world.deps, scope, { id: first.id })).toMatchObject({ supersededById: third.id })
    const { items } = await listReports(world.deps, scope, { limit: 50 })
    expect(items.map(({ id, attempt }) => [id, attempt])).toEqual([[third.id, null]])
  })
})

describe('a report', () => {
  it('is not written again while its facts are the same, and is when they change', async () => {
    await plantWeek()
    server.replyWith(writing(each))
    const first = await makeWeek()
    expect(server.asked).toHaveLength(1)
    expect((await makeWeek()).id).toBe(first.id)
    expect(server.asked).toHaveLength(1)
    await plantFacts(world.deps, scope, repository, [
      { kind: 'commit', at: at(100), by: 'mei', title: 'feat: one more thing' },
    ])
    const second = await makeWeek()
    expect(second.id).not.toBe(first.id)
    expect(server.asked).toHaveLength(2)
    expect(second).toMatchObject({ factCount: 35, coverage: 1 })
  })

  it('becomes stale when facts land in its span, and only then', async () => {
    await plantWeek()
    server.replyWith(writing(each))
    const { id } = await makeWeek()
    world.setNow(new Date())
    const staleAt = async () => {
      await markStale(world.deps)
      return (await getReport(world.deps, scope, { id })).staleAt
    }
    expect(await staleAt()).toBeNull()
    await plantFacts(world.deps, scope, repository, [
      { kind: 'commit', at: at(400), by: 'mei', title: 'feat: of another week' },
    ])
    expect(await staleAt()).toBeNull()
    await plantFacts(world.deps, scope, repository, [
      { kind: 'commit', at: at(90), by: 'mei', title: 'feat: came late' },
    ])
    expect(await staleAt()).not.toBeNull()
    const { missing, coverage } = await getCoverage(world.deps, scope, { id })
    expect(missing.map(({ title }) => title)).toEqual(['feat: came late'])
    expect(coverage).toBeCloseTo(32 / 33)
  })

  it('becomes stale when it is said who somebody is, or who is of a team, and that changes its facts', async () => {
    await plantWeek()
    const { deps } = world
    const personId = await world.makePerson(scope, 'agent')
    const { items } = await listActors(deps, scope, { limit: 10, sort: 'name' })
    const actorId = (login: string) => items.find(actor => actor.login === login)?.id ?? ''
    await linkActor(deps, scope, { actorId: actorId('tom'), personId })
    const team = await createTeam(deps, scope, { name: 'Shop', actorIds: [actorId('tom')] })
    const week = { kind: 'weekly' as const, timeZone: 'UTC' }
    const made = await withoutModel(async () => {
      const asked = [
        await generateReport(deps, scope, { ...week, personId, from: '2026-03-04' }),
        await generateReport(deps, scope, { ...week, personId, from: '2026-02-18' }),
        await generateReport(deps, scope, { ...week, teamId: team.id, from: '2026-03-04' }),
      ]
      await world.runJobs()
      return asked
    })
    const states = async () => {
      await markStale(deps)
      return Promise.all(made.map(async report => (await getReport(deps, scope, report)).staleAt !== null))
    }
    const forget = () => deps.database.run('update reports set stale_at = null')
    expect(await states()).toEqual([false, false, false])
    await linkActor(deps, scope, { actorId: actorId('mei'), personId })
    expect(await states()).toEqual([true, false, false])
    await linkActor(deps, scope, { actorId: actorId('mei'), personId: null })
    await forget()
    expect(await states()).toEqual([false, false, false])
    await linkActor(deps, scope, { actorId: actorId('tom'), personId: null })
    expect(await states()).toEqual([true, false, false])
    // What an earlier version of the templates wrote is not stale for that.
    const subject = { personId: null, teamId: team.id }
    const span = { from: monday, to: at(7 * 24) }
    const { facts } = await collectFacts(deps.db, scope.workspaceId, subject, span)
    await deps.database.run("update reports set prompt_version = '0', cache_key = $1 where id = $2", [
      cacheKeyOf('weekly', subject, span, facts, '0'),
      made[2]?.id,
    ])
    await updateTeam(deps, scope, { id: team.id, name: 'The shop' })
    expect(await states()).toEqual([true, false, false])
    await updateTeam(deps, scope, { id: team.id, actorIds: [actorId('mei')] })
    expect(await states()).toEqual([true, false, true])
  })

  it('says why facts need no claim', async () => {
    await plantWeek()
    const { id } = await withoutModel(makeWeek)
    const { routine, ...counted } = await getCoverage(world.deps, scope, { id })
    expect(counted).toMatchObject({ facts: 34, eligible: 32, cited: 32, coverage: 1, missing: [] })
    expect(routine).toEqual(
      expect.arrayContaining([
        { reason: 'bot', facts: 1 },
        { reason: 'version', facts: 1 },
      ]),
    )
  })

  it('holds every kind of fact, without a model too', async () => {
    const number = 7
    await plantFacts(world.deps, scope, repository, [
      { kind: 'pr_opened', at: at(1), by: 'mei', number, title: 'Add gift cards' },
      { kind: 'review_submitted', at: at(2), by: 'tom', number, title: 'Add gift cards', state: 'changes_requested' },
      { kind: 'review_comment', at: at(3), by: 'tom', number, title: 'Add gift cards' },
      { kind: 'issue_opened', at: at(4), by: 'ann', number: 8, title: 'Cart is empty after login' },
      { kind: 'issue_closed', at: at(5), by: 'ann', number: 9, title: 'Old bug' },
      { kind: 'issue_comment', at: at(6), by: 'ann', number: 8, title: 'Cart is empty after login' },
      { kind: 'pr_closed', at: at(7), by: 'mei', number: 10, title: 'Try another bundler' },
      { kind: 'release_published', at: at(8), by: 'mei', title: 'v2.0.0' },
      { kind: 'pr_merged', at: at(9), by: 'mei', number: 11, title: 'Fix rounding' },
      { kind: 'commit', at: at(10), by: 'mei', title: 'test: rounding' },
    ])
    const report = await withoutModel(makeWeek)
    await expectBorneOut(report)
    expect(report).toMatchObject({ factCount: 10, coverage: 1, model: null, notices: [] })
    expect(new Set(report.citations.map(({ kind }) => kind)).size).toBe(10)
    expect(textsOf(report)).toEqual([
      'Released v2.0.0 of acme/shop.',
      'Fixed: rounding (#11).',
      'One issue closed: Old bug (#9).',
      'Tests: rounding.',
      'One issue reported: Cart is empty after login (#8).',
      'Closed without being merged: Try another bundler (#10).',
      '“Add gift cards” (#7): tom asked for changes.',
      '“Cart is empty after login” (#8): ann commented.',
      'Begun and still open: Add gift cards (#7).',
      'Two people made one commit, merged one pull request and wrote one review.',
    ])
  })

  it('tells of one person’s work, or a team’s, and of nothing where nothing was', async () => {
    const personId = await world.makePerson(scope, 'agent')
    await plantWeek()
    await world.deps.database.run("update git_actors set person_id = $1 where login = 'tom' and workspace_id = $2", [
      personId,
      scope.workspaceId,
    ])
    const day = { kind: 'daily' as const, timeZone: 'UTC' }
    const [own, none] = await withoutModel(async () => {
      const first = await generateReport(world.deps, scope, { ...day, personId, from: '2026-03-02' })
      const second = await generateReport(world.deps, scope, { ...day, from: '2026-02-20' })
      await world.runJobs()
      return Promise.all([first, second].map(({ id }) => getReport(world.deps, scope, { id })))
    })
    expect(own?.citations.map(({ actor, kind }) => [actor?.name, kind])).toEqual(Array(2).fill(['tom', 'pr_merged']))
    expect(own).toMatchObject({ title: 'Daily report, Monday, 2 March 2026', person: { id: personId }, coverage: 1 })
    expect(none).toMatchObject({ status: 'ready', factCount: 0, coverage: null, citations: [] })
    expect(none?.sections.map(({ bullets }) => bullets)).toEqual([[], [], []])
    expect(none?.markdown).toMatch(/^# .+\n\nNothing was done in this time, as far as is on record\.\n$/)
  })

  it('loses the name of somebody who is erased, and that of nobody else', async () => {
    const personId = await world.makePerson(scope, 'agent')
    await world.makePerson(scope, 'owner')
    const people = ['mei', 'mei-lin', 'tom', 'ann']
    await plantFacts(
      world.deps,
      scope,
      repository,
      people.flatMap((by, index) =>
        [1, 2, 3, 4, 5].slice(index).map(hour => ({
          kind: 'commit' as const,
          at: at(index * 20 + hour),
          by,
          title: `feat: ${by} part ${hour}`,
        })),
      ),
    )
    await world.deps.database.run("update git_actors set person_id = $1 where login = 'mei' and workspace_id = $2", [
      personId,
      scope.workspaceId,
    ])
    const { id } = await withoutModel(makeWeek)
    const own = await generateReport(world.deps, scope, { kind: 'daily', personId, from: '2026-03-02' })
    await world.deps.db.transaction(tx =>
      reportsPersonSource.erase(tx, {
        ...{
          workspaceId: scope.workspaceId,
          personId,
          email: null,
          name: null,
          users: [],
          browsers: [],
          providers: [],
        },
        isOnlyHere: true,
      }),
    )
    const { markdown, ...report } = await getReport(world.deps, scope, { id })
    expect(textsOf({ markdown, ...report }).at(-1)).toMatch(/^The most commits came from .*mei-lin \(4\)/)
    expect(JSON.stringify(report.sections) + markdown).not.toMatch(/(?<![\w-])mei(?![\w-])/)
    expect(markdown).toContain('mei-lin')
    await expect(getReport(world.deps, scope, { id: own.id })).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('goes with all its versions, and a job that was making it then makes nothing', async () => {
    await plantWeek()
    const { id } = await withoutModel(makeWeek)
    await regenerateReport(world.deps, scope, { id })
    await removeReport(world.deps, scope, { id })
    await withoutModel(() => world.runJobs())
    const [left] = await world.deps.database.run<{ count: number }>(
      'select count(*)::int as count from reports where workspace_id = $1',
      [scope.workspaceId],
    )
    expect(left?.count).toBe(0)
  })

  it('that many ask for at once is made once', async () => {
    await plantWeek()
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => generateReport(world.deps, scope, { kind: 'weekly', from: '2026-03-04' })),
    )
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  })
})
