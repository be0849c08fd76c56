import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, type Scope, takeDelivery } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'

let world: TestWorld
let scope: Scope
beforeAll(async () => {
  world = await createTestWorld()
  scope = await world.makeWorkspace()
})
afterAll(() => world.close())

const user = { id: 1, login: 'ana', type: 'User' }
const repository = { id: 7, full_name: 'acme/shop', owner: { login: 'acme', type: 'Organization' } }
const at = '2026-03-02T09:00:00Z'
const issue = (number: number) => ({
  ...{ id: number, number, title: `Trouble ${number}`, state: 'open', html_url: 'https://example.com/i', user },
  ...{ created_at: at, updated_at: at },
})
const opened = (number: number) => ({ action: 'opened', issue: issue(number), repository, sender: user })

async function take(eventType: string, payload: object): Promise<string> {
  const deliveryId = newId()
  const body = Buffer.from(JSON.stringify(payload))
  const { workspaceId } = scope
  await takeDelivery(world.deps, { workspaceId, source: 'github', deliveryId, eventType, headers: {}, body })
  return deliveryId
}
const statusOf = async (id: string) =>
  (await world.database.run<{ status: string }>('select status from webhooks where delivery_id = $1', [id]))[0]?.status
const numbers = async () =>
  (await world.database.run<{ n: number }>('select number as n from activity order by 1')).map(({ n }) => n)

it('applies what waits together, and one that cannot be applied, or not be read, takes nothing from the others', async () => {
  const ids = [
    await take('issues', opened(1)),
    await take('issues', { action: 'opened', repository }),
    // More than a number of Postgres can be.
    await take('issues', opened(99_999_999_999)),
    await take('star', { action: 'created', repository }),
    await take('issues', opened(2)),
  ]
  await world.runJobs()
  const statuses = []
  for (const id of ids) statuses.push(await statusOf(id))
  expect(statuses).toEqual(['done', 'ignored', 'failed', 'ignored', 'done'])
  expect(await numbers()).toEqual([1, 2])
})

const [ana, ben] = [
  { ...user, login: 'ana' },
  { id: 2, login: 'ben', type: 'User' },
]
const standing = async () =>
  (
    await world.database.run<{ key: string }>(
      `select a.object_key as key from activity a join repositories r on r.id = a.repository_id
        where r.full_name = $1 and a.superseded_at is null and a.removed_at is null order by a.occurred_at, a.object_key`,
      [place.full_name],
    )
  ).map(({ key }) => key)
let place = repository
/** Each story is told in a repository of its own. */
const begin = (id: number) => {
  place = { ...repository, id, full_name: `acme/story-${id}` }
}
/** Takes these in one after the other, or all together. */
async function hear(deliveries: readonly [eventType: string, payload: object][], together = false) {
  for (const [eventType, payload] of deliveries) {
    await take(eventType, { repository: place, sender: ana, ...payload })
    if (!together) await world.runJobs()
  }
  await world.runJobs()
}

it('an issue that is deleted or moved away takes its comments with it, also those that come late', async () => {
  const comment = (id: number, body: string): [string, object] => [
    'issue_comment',
    {
      ...{ action: 'created', issue: issue(4) },
      comment: { id, user: ben, body, html_url: 'https://example.com/i', created_at: at, updated_at: at },
    },
  ]
  for (const [id, action] of [
    [20, 'deleted'],
    [21, 'transferred'],
  ] as const) {
    begin(id)
    const other: [string, object] = ['issues', { action: 'opened', issue: issue(5) }]
    await hear([comment(1, 'Yes'), other, ['issues', { action, issue: issue(4) }], comment(2, 'Late')])
    const closed = { ...issue(4), state: 'closed', closed_at: at }
    await hear([['issues', { action: 'closed', issue: closed }]])
    expect(await standing()).toEqual(['issue:5:opened'])
  }
})

it('a release that is withdrawn is none until it is published again, in whatever order that is told', async () => {
  const release = (action: string, draft: boolean, hour: number, published: number): [string, object] => {
    const time = (of: number) => `2026-03-02T0${of}:00:00Z`
    const own = { id: 3, tag_name: 'v1', name: 'v1', draft, html_url: 'https://example.com/r', author: ana }
    const times = { created_at: at, updated_at: time(hour), published_at: time(published) }
    return ['release', { action, release: { ...own, ...times } }]
  }
  const [first, withdrawn, again] = [
    release('published', false, 1, 1),
    release('unpublished', true, 3, 1),
    release('published', false, 5, 5),
  ]
  let id = 30
  const tell = async (...story: (typeof first)[]) => {
    const ends = []
    for (const together of [false, true]) {
      begin(id++)
      await hear(story, together)
      ends.push(await standing())
    }
    expect(ends[1]).toEqual(ends[0])
    return ends[0]
  }
  expect(await tell(first, withdrawn)).toEqual([])
  expect(await tell(withdrawn, first)).toEqual([])
  for (const story of [
    [first, withdrawn, again],
    [again, withdrawn, first],
    [withdrawn, again, first],
    [again, first, withdrawn],
  ]) {
    expect(await tell(...story)).toEqual(['release:3'])
    const [row] = await world.database.run(
      `select to_char(a.occurred_at at time zone 'UTC', 'HH24') as hour from activity a join repositories r on
        r.id = a.repository_id where r.full_name = $1 and a.superseded_at is null`,
      [place.full_name],
    )
    expect(row).toEqual({ hour: '05' })
  }
  expect(await tell(first, withdrawn, again, release('deleted', false, 6, 5))).toEqual([])
})

it('a branch that is written anew counts its work once, told however often, and as before when it goes back', async () => {
  const began = Date.now() - 86_400_000
  const push = (names: string, more: object = {}): [string, object] => [
    'push',
    {
      ref: 'refs/heads/pay',
      commits: [...names].map((name, index) => ({
        ...{ id: name.repeat(40), message: /[a-f]/.test(name) ? `Step ${index}` : 'wip', url: 'https://example.com/c' },
        ...{
          timestamp: new Date(began + index * 60_000).toISOString(),
          author: { name: 'Ben', email: 'ben@example.com' },
        },
      })),
      ...more,
    },
  ]
  const forced = { forced: true }
  const shas = async () =>
    (await standing())
      .map(key => key.slice('commit:'.length).slice(0, 1))
      .sort()
      .join('')
  for (const [id, together] of [
    [60, false],
    [61, true],
  ] as const) {
    begin(id)
    // Another branch has the same words.
    await hear([push('abc'), push('123'), push('456', { ref: 'refs/heads/other' })], together)
    expect(await shas()).toBe('123456abc')
    // Two steps come anew, and of those that only say "wip" one.
    await hear([push('de7', forced), push('de7', forced)], together)
    expect(await shas()).toBe('124567cde')
    await hear([push('abc', forced)], together)
    expect(await shas()).toBe('124567abc')
  }
  begin(62)
  await hear([push('abc'), push('de7', forced), push('abc', forced)], true)
  expect(await shas()).toBe('7abc')
})

const installed = (action: string, more: object = {}) => ({
  ...{ action, installation: { id: 5, account: { login: 'acme', type: 'Organization' }, repository_selection: 'all' } },
  ...more,
})
const state = async () => {
  const [row] = await world.database.run(
    `select i.status, (select string_agg(r.full_name || case when r.removed_at is null then '' else ' gone' end, ', '
        order by r.full_name) from repositories r where r.installation_id = i.id) as shows from installations i`,
  )
  return row
}
const given = (id: number, full_name: string) => ({ id, full_name, private: true })

it('knows which repositories an installation shows, and that one which is gone does not come back', async () => {
  const steps: [string, object][] = [
    ['installation', installed('created', { repositories: [given(7, 'acme/shop'), given(8, 'acme/app')] })],
    ['installation_repositories', installed('removed', { repositories_removed: [given(8, 'acme/app')] })],
    ['installation_repositories', installed('added', { repositories_added: [given(8, 'acme/app')] })],
    ['installation', installed('suspend')],
    ['installation', installed('unsuspend')],
    ['repository', { action: 'renamed', repository: { ...repository, full_name: 'acme/store' }, sender: user }],
    ['repository', { action: 'deleted', repository: { ...repository, full_name: 'acme/store' }, sender: user }],
    ['installation', installed('deleted')],
    ['installation', installed('created', { repositories: [given(7, 'acme/shop')] })],
  ]
  const seen = []
  for (const [eventType, payload] of steps) {
    await take(eventType, payload)
    await world.runJobs()
    seen.push(await state())
  }
  expect(seen).toEqual([
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app gone, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'suspended', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/shop' },
    { status: 'active', shows: 'acme/app, acme/store' },
    { status: 'active', shows: 'acme/app, acme/store gone' },
    { status: 'removed', shows: 'acme/app gone, acme/store gone' },
    { status: 'removed', shows: 'acme/app gone, acme/store gone' },
  ])
})
