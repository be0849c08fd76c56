import { type ActivityKind, pullRequests, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localDay, newId, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import {
  actorKpis,
  getActor,
  getRepository,
  listActors,
  listContributors,
  listRepositories,
  repositoryKpis,
} from '../index.ts'
import { contributorsInput, listActorsInput, listRepositoriesInput } from '../inputs.ts'
import { activityKinds } from '../model.ts'
import { makeRepository, type PlantedFact, plantFacts } from '../testing/planted-facts.ts'
import { spansIn } from './span.ts'

const hour = 3_600_000
const logins = ['mei', 'tom', 'ada', 'bot', 'zoe']

/** The same numbers each time, 0 to 1. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

interface Known extends PlantedFact {
  at: Date
  login: string
  repository: string
}

interface KnownPull {
  repository: string
  merged: Date | null
  commit: Date | null
  review: Date | null
}

const median = (values: readonly number[]): number | null => {
  const sorted = values.map(value => Math.max(0, value)).sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

describe('figures of repositories', () => {
  let world: TestWorld
  let scope: Scope
  let [web, api] = ['', '']
  let facts: Known[] = []
  let pulls: KnownPull[] = []

  // Around the change of the clocks in March 2026 in Europe, and in Havana at midnight.
  const [first, last] = [Date.parse('2026-03-01T00:00:00Z'), Date.parse('2026-04-10T00:00:00Z')]

  beforeAll(async () => {
    world = await createTestWorld()
    world.setNow(new Date('2026-04-05T15:30:00Z'))
    scope = await world.makeWorkspace()
    web = await makeRepository(world.deps, scope, 'harbour/web')
    api = await makeRepository(world.deps, scope, 'harbour/api')
    const random = randomFrom(11)
    const pick = <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(random() * items.length)]
      if (item === undefined) throw new Error('Nothing to pick from')
      return item
    }
    facts = Array.from({ length: 1_500 }, (): Known => {
      const at = new Date(first + Math.floor(random() * (last - first)))
      const kind = pick<ActivityKind>(activityKinds)
      return { repository: pick([web, api]), at, kind, text: 'something', login: pick(logins) }
    })
    const gone: PlantedFact = { repository: web, kind: 'commit', text: 'gone', login: 'gone', day: 29, gone: 'removed' }
    await plantFacts(world.deps, scope, [...facts, gone, { ...gone, gone: 'superseded' }])
    await plantFacts(world.deps, await world.makeWorkspace(), [{ text: 'by eve', kind: 'commit', day: 29 }])
    pulls = Array.from({ length: 300 }, (): KnownPull => {
      const opened = first + random() * (last - first)
      const at = (share: number, long: number) =>
        random() < share ? new Date(Math.floor(opened + random() * long * hour)) : null
      return { repository: pick([web, api]), merged: at(0.7, 90), commit: at(0.8, 20), review: at(0.6, 60) }
    })
    await world.deps.db.insert(pullRequests).values(
      pulls.map(({ repository, merged, commit, review }, number) => ({
        ...{ workspaceId: scope.workspaceId, repositoryId: repository, ghId: number, number, title: 'A change' },
        ...{
          state: merged ? ('merged' as const) : ('open' as const),
          url: 'https://github.example',
          openedAt: new Date(first),
        },
        ...{ mergedAt: merged, firstCommitAt: commit, firstReviewAt: review, ghUpdatedAt: new Date(last) },
      })),
    )
  })
  afterAll(() => world.close())

  const setZone = (timeZone: string) =>
    world.deps.db.update(workspaces).set({ timeZone }).where(eq(workspaces.id, scope.workspaceId))

  const within = <Item>(items: readonly Item[], at: (item: Item) => Date | null, [from, to]: [string, string]) =>
    items.filter(item => {
      const time = at(item)
      return time !== null && time >= new Date(from) && time < new Date(to)
    })

  /** The same figures, counted one by one. */
  function reference(id: string, span: [string, string], zone: string) {
    const ours = facts.filter(({ repository }) => id === 'all' || repository === id)
    const found = within(ours, ({ at }) => at, span)
    const merged = within(
      pulls.filter(({ repository }) => id === 'all' || repository === id),
      pull => pull.merged,
      span,
    )
    const took = (from: keyof KnownPull, to: keyof KnownPull) =>
      median(
        merged.flatMap(pull => {
          const [start, end] = [pull[from], pull[to]]
          return start instanceof Date && end instanceof Date ? [(end.getTime() - start.getTime()) / hour] : []
        }),
      )
    const count = (kind: ActivityKind, day?: string) =>
      found.filter(fact => fact.kind === kind && (!day || localDay(fact.at, zone) === day)).length
    return {
      count,
      contributors: new Set(found.map(({ login }) => login)).size,
      times: [took('commit', 'merged'), took('commit', 'review'), took('review', 'merged')],
      known: merged.filter(({ commit }) => commit).length,
    }
  }

  it.each([
    ['UTC', '7d', undefined],
    ['Europe/Berlin', '30d', undefined],
    ['America/Havana', '30d', undefined],
    ['Asia/Kathmandu', '7d', undefined],
    ['Europe/Berlin', undefined, ['2026-03-28T23:00:00.000Z', '2026-03-30T22:00:00.000Z']],
    ['Pacific/Chatham', undefined, ['2026-04-03T04:05:06.789Z', '2026-04-06T22:00:00.001Z']],
  ] as const)('are what a count one by one gives, in %s over %s', async (zone, preset, moments) => {
    await setZone(zone)
    const asked = preset ? { preset } : { from: new Date(moments?.[0] ?? 0), to: new Date(moments?.[1] ?? 0) }
    for (const id of ['all', web]) {
      const kpis = await repositoryKpis(world.deps, scope, { id, ...asked })
      const now = reference(id, [kpis.from, kpis.to], zone)
      const before = reference(id, [kpis.previous.from, kpis.previous.to], zone)
      for (const [name, kind] of [
        ['pullRequests', 'pr_opened'],
        ['reviews', 'review_submitted'],
        ['commits', 'commit'],
      ] as const) {
        expect([kpis[name].value, kpis[name].previous]).toEqual([now.count(kind), before.count(kind)])
        for (const day of kpis.days) expect(day[name]).toBe(now.count(kind, day.day))
        expect(kpis.days.reduce((sum, day) => sum + day[name], 0)).toBe(now.count(kind))
      }
      expect([kpis.contributors.value, kpis.contributors.previous]).toEqual([now.contributors, before.contributors])
      const { total, toReview, toMerge, pullRequests: known } = kpis.cycleTime
      expect(known).toBe(now.known)
      for (const [index, figure] of [total, toReview, toMerge].entries()) {
        for (const [value, expected] of [
          [figure.value, now.times[index]],
          [figure.previous, before.times[index]],
        ]) {
          if (expected === null || expected === undefined) expect(value).toBeNull()
          else expect(value).toBeCloseTo(expected, 1)
        }
      }
      for (const { kind, count } of kpis.breakdown) expect(count).toBe(now.count(kind))
      expect(kpis.breakdown.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    }
  })

  it('compares as many days of a calendar where whole days are asked for, and as much time else', () => {
    const now = new Date('2026-03-31T10:00:00Z')
    const { current, previous } = spansIn({ preset: '7d' }, 'Europe/Berlin', now)
    // 167 hours, for the clocks were put forward on Sunday; the seven days before have 168.
    expect(current).toEqual({ from: new Date('2026-03-24T23:00:00Z'), to: new Date('2026-03-31T22:00:00Z') })
    expect(previous).toEqual({ from: new Date('2026-03-17T23:00:00Z'), to: current.from })
    const [from, to] = [new Date('2026-03-31T10:00:00Z'), new Date('2026-03-31T11:30:00Z')]
    expect(spansIn({ from, to }, 'Europe/Berlin', now).previous).toEqual({
      from: new Date('2026-03-31T08:30:00Z'),
      to: from,
    })
  })

  it('say 100 % where there was nothing before, 0 where there is nothing, and no change where nothing was measured', async () => {
    const empty = await world.makeWorkspace()
    const ask = () => repositoryKpis(world.deps, empty, { id: 'all', preset: '7d' })
    const none = await ask()
    expect(none.commits).toEqual({ value: 0, previous: 0, change: 0, percent: 0 })
    expect(none.cycleTime.total).toEqual({ value: null, previous: null, change: null, percent: null })
    expect([none.days.length, none.breakdown]).toEqual([7, []])
    await plantFacts(world.deps, empty, [{ text: 'by mei', kind: 'commit', at: new Date('2026-04-05T10:00:00Z') }])
    expect((await ask()).commits).toEqual({ value: 1, previous: 0, change: 1, percent: 100 })
  })

  it('tell who did what, sorted and paged by any column', async () => {
    const [from, to] = ['2026-03-10T00:00:00.000Z', '2026-03-25T00:00:00.000Z']
    const found = within(facts, ({ at }) => at, [from, to])
    const ask = (more: object) => listContributors(world.deps, scope, contributorsInput.parse({ from, to, ...more }))
    const { items, nextCursor } = await ask({})
    expect(nextCursor).toBeNull()
    expect(items.map(({ actor }) => actor.login).toSorted()).toEqual(logins.toSorted())
    for (const { actor, counts, total, lastFactAt } of items) {
      const did = found.filter(({ login }) => login === actor.login)
      expect(total).toBe(did.length)
      for (const kind of activityKinds) expect(counts[kind]).toBe(did.filter(fact => fact.kind === kind).length)
      expect(Date.parse(lastFactAt)).toBe(Math.max(...did.map(({ at }) => at.getTime())))
    }
    for (const sort of ['total', 'name', 'commit'] as const) {
      const whole = (await ask({ sort })).items.map(({ actor }) => actor.login)
      const paged: (string | null)[] = []
      for (let cursor: string | undefined, left = true; left; left = cursor !== undefined) {
        const page = await ask({ sort, limit: 2, cursor })
        paged.push(...page.items.map(({ actor }) => actor.login))
        cursor = page.nextCursor ?? undefined
      }
      expect(paged).toEqual(whole)
    }
    expect((await ask({ sort: 'name' })).items[0]?.actor.login).toBe('ada')
    expect((await ask({ id: web })).items[0]?.total).toBeLessThan(items[0]?.total ?? 0)
  })

  it('list repositories and actors in every order, page by page', async () => {
    const month = facts.filter(
      ({ at }) => at >= new Date('2026-03-06T15:30:00Z') && at < new Date('2026-04-05T15:30:00Z'),
    )
    for (const sort of ['name', 'active', 'latest'] as const) {
      const listed = await listRepositories(world.deps, scope, listRepositoriesInput.parse({ sort }))
      const [one] = (await listRepositories(world.deps, scope, listRepositoriesInput.parse({ sort, limit: 1 }))).items
      expect(one).toEqual(listed.items[0])
      const page = await listRepositories(world.deps, scope, listRepositoriesInput.parse({ sort, limit: 1 }))
      const cursor = page.nextCursor ?? ''
      const rest = await listRepositories(world.deps, scope, listRepositoriesInput.parse({ sort, limit: 1, cursor }))
      expect(rest).toEqual({ items: listed.items.slice(1), nextCursor: null })
      const people = await listActors(world.deps, scope, listActorsInput.parse({ sort }))
      const two = await listActors(world.deps, scope, listActorsInput.parse({ sort, limit: 2 }))
      const more = await listActors(world.deps, scope, listActorsInput.parse({ sort, cursor: two.nextCursor ?? '' }))
      expect([...two.items, ...more.items]).toEqual(people.items)
      if (sort === 'name')
        await expect(
          listActors(world.deps, scope, listActorsInput.parse({ sort: 'active', cursor: two.nextCursor ?? '' })),
        ).rejects.toThrow('cursor')
    }
    const repository = await getRepository(world.deps, scope, { id: web })
    expect(repository.factsLast30Days).toBe(month.filter(fact => fact.repository === web).length)
    const { items } = await listActors(world.deps, scope, listActorsInput.parse({ search: 'me' }))
    expect(items).toMatchObject([
      { login: 'mei', factsLast30Days: month.filter(({ login }) => login === 'mei').length },
    ])
    const mei = items[0]?.id ?? ''
    expect(await getActor(world.deps, scope, { id: mei })).toEqual(items[0])
    const kpis = await actorKpis(world.deps, scope, { id: mei, preset: '30d' })
    const did = within(facts, ({ at, login }) => (login === 'mei' ? at : null), [kpis.from, kpis.to])
    expect(kpis.merged.value).toBe(did.filter(({ kind }) => kind === 'pr_merged').length)
    expect(kpis.repositories.find(each => each.repository.id === api)?.count).toBe(
      did.filter(fact => fact.repository === api).length,
    )
    await expect(getRepository(world.deps, scope, { id: newId() })).rejects.toThrow('repository')
  })
})
