import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type Scope, takeDelivery } from '../../kernel/index.ts'
import { faults } from '../../testing/loopback.ts'
import { assign } from '../commands.ts'
import { getHistory, getIssue } from '../queries.ts'
import { getLinks } from './link-queries.ts'
import { linkPullRequest, openPullRequest } from './links.ts'
import { openGithubServer } from './testing/github.ts'
import { createHandoverWorld, type HandoverWorld } from './testing/handover-world.ts'

type GithubServer = Awaited<ReturnType<typeof openGithubServer>>

const repository = 'acme/shop'
const files = [{ path: 'src/pay.ts', content: 'export const pay = 1\n' }]
let github: GithubServer
let world: HandoverWorld
beforeAll(async () => {
  // Before whatever is merged here.
  world = await createHandoverWorld({}, { begins: Date.parse('2026-09-20T00:00:00Z') })
})
afterAll(() => world.close())

/** A repository of its own for each test, since issues of other workspaces have the same number and branch. */
async function begin(server?: GithubServer) {
  github = server ?? (await openGithubServer())
  Object.assign(world.deps.integrations, { github: github.settings })
  return {
    ...(await world.makeIssue()),
    [Symbol.asyncDispose]: () => github.close(),
  }
}

const linkOf = async (scope: Scope, id: string) => (await getLinks(world.deps, scope, { id })).items[0]

/** Lets GitHub say something about a pull request, and applies it. */
async function hear(scope: Scope, pull: object, full_name = 'Acme/Shop') {
  const event = { action: 'closed', pull_request: pull, repository: { full_name } }
  const body = Buffer.from(JSON.stringify(event))
  const delivery = { source: 'github' as const, deliveryId: newId(), eventType: 'pull_request', headers: {}, body }
  await takeDelivery(world.deps, { workspaceId: scope.workspaceId, ...delivery })
  await world.runJobs()
  const [row] = await world.database.run<{ status: string; last_error: string | null }>(
    'select status, last_error from webhooks where delivery_id = $1',
    [delivery.deliveryId],
  )
  return row
}

describe('a pull request', () => {
  it('is opened once as a draft, with the report and the files, however often it is asked for', async () => {
    await using test = await begin()
    const { scope, issue } = test
    const ask = () => openPullRequest(world.deps, scope, { id: issue.id, repository, files })
    await Promise.all([ask(), ask()])
    await world.recover(1)
    await ask()
    await world.recover(1)
    expect(github.pulls).toMatchObject([
      {
        ...{ draft: true, title: '#1 Fell to 41 % <now>', labels: ['quarterdeck', 'critical', 'pay-go'] },
        ...{ head: { ref: 'quarterdeck/issue-1' }, base: { ref: 'main' } },
      },
    ])
    expect(github.pulls[0]?.body).toContain(`/admin/issues?i=${issue.id}`)
    expect([...github.files.keys()].sort()).toEqual([
      'quarterdeck/issue-1:docs/incidents/1.md',
      'quarterdeck/issue-1:src/pay.ts',
    ])
    const report = Buffer.from(github.files.get('quarterdeck/issue-1:docs/incidents/1.md') ?? '', 'base64').toString()
    expect(report).toContain('Fell to 41 % \\<now\\>')
    const url = 'https://github.com/acme/shop/pull/7'
    expect(await linkOf(scope, issue.id)).toMatchObject({ status: 'made', key: 'acme/shop#7', url, state: 'draft' })
    const { items } = await getHistory(world.deps, scope, { id: issue.id })
    expect(items.filter(({ kind }) => kind === 'linked')).toHaveLength(1)
  })

  it.each(faults)('is one after its opening was %s', async fault => {
    await using test = await begin()
    const { scope, issue } = test
    await openPullRequest(world.deps, scope, { id: issue.id, repository })
    github.spoil(fault, ({ method, path }) => method === 'POST' && path.endsWith('/pulls'))
    await world.runJobs()
    expect(await linkOf(scope, issue.id)).toMatchObject({
      status: 'waiting',
      lastError: expect.stringMatching(/GitHub/),
    })
    await world.recover()
    expect(github.unmet()).toBe(0)
    expect(github.pulls).toHaveLength(1)
    expect(await linkOf(scope, issue.id)).toMatchObject({ status: 'made', lastError: null, state: 'draft' })
  })

  it('is one though each request on the way is lost in turn', async () => {
    await using test = await begin()
    const { scope, issue } = test
    await openPullRequest(world.deps, scope, { id: issue.id, repository, files })
    for (const method of ['GET', 'GET', 'POST', 'PUT', 'PUT', 'POST', 'POST']) {
      github.spoil('lost after', asked => asked.method === method)
    }
    await world.recover(14)
    expect(github.unmet()).toBe(0)
    expect(github.pulls).toMatchObject([{ labels: ['quarterdeck', 'critical', 'pay-go'] }])
    expect(github.files.size).toBe(2)
  })

  it('is no draft where a plan has none', async () => {
    await using test = await begin(await openGithubServer({ hasDrafts: false }))
    await openPullRequest(world.deps, test.scope, { id: test.issue.id, repository, baseBranch: 'main' })
    await world.recover(1)
    expect(github.pulls).toMatchObject([{ draft: false }])
  })

  it('says why it cannot be opened', async () => {
    await using test = await begin()
    await openPullRequest(world.deps, test.scope, { id: test.issue.id, repository: 'acme/other' })
    await world.recover(2)
    const refused = { status: 'failed', lastError: expect.stringContaining('404'), nextAt: null }
    expect(await linkOf(test.scope, test.issue.id)).toMatchObject(refused)
  })

  it('makes the issue fixed when it is merged, told by a webhook, and not before', async () => {
    await using test = await begin()
    const { scope, issue } = test
    await openPullRequest(world.deps, scope, { id: issue.id, repository })
    await world.recover(1)
    const head = { ref: 'quarterdeck/issue-1' }
    const pull = { number: 7, html_url: 'https://github.com/acme/shop/pull/7', draft: false, head }
    const state = async () => [
      (await getIssue(world.deps, scope, issue)).status,
      (await linkOf(scope, issue.id))?.state,
    ]
    await hear(scope, { ...pull, state: 'open', merged_at: null, updated_at: '2026-10-02T10:00:00Z' })
    expect(await state()).toEqual(['open', 'open'])
    await hear(scope, { ...pull, state: 'closed', merged_at: null, updated_at: '2026-10-03T10:00:00Z' })
    await hear(scope, { ...pull, state: 'open', merged_at: null, updated_at: '2026-10-02T11:00:00Z' })
    expect(await state()).toEqual(['open', 'closed'])
    const elsewhere = await world.makeWorkspace()
    const merged = { ...pull, state: 'closed', merged_at: '2026-10-04T10:00:00Z', updated_at: '2026-10-04T10:00:01Z' }
    expect(await hear(elsewhere, merged)).toMatchObject({ status: 'ignored' })
    expect(await hear(scope, merged, 'acme/other')).toMatchObject({ status: 'ignored' })
    expect(await state()).toEqual(['open', 'closed'])
    for (const _ of [1, 2]) expect(await hear(scope, merged)).toEqual({ status: 'done', last_error: null })
    await hear(scope, { ...pull, state: 'open', merged_at: null, updated_at: '2026-10-02T10:00:00Z' })
    expect(await state()).toEqual(['fixed', 'merged'])
    const rows = await world.database.run('select fixed_at = $2::timestamptz as same from issues where id = $1', [
      issue.id,
      merged.merged_at,
    ])
    expect(rows).toEqual([{ same: true }])
    const { items } = await getHistory(world.deps, scope, { id: issue.id })
    expect(items.filter(({ to }) => to === 'fixed')).toMatchObject([{ note: 'acme/shop#7 was merged' }])
    world.setNow(new Date('2026-10-04T11:00:01Z'))
    await world.runJobs()
    expect(await state()).toEqual(['measuring', 'merged'])
    // Back to where the others go on.
    await world.recover(1)
  })

  it('that was merged before the issue was found has not fixed it', async () => {
    await using test = await begin()
    const { scope, issue } = test
    const html_url = 'https://github.com/acme/shop/pull/3'
    await linkPullRequest(world.deps, scope, { id: issue.id, url: html_url })
    const times = { merged_at: '2026-09-01T10:00:00Z', updated_at: '2026-09-01T10:00:00Z' }
    const pull = { number: 3, html_url, state: 'closed', head: { ref: 'fix' }, ...times }
    expect(await hear(scope, pull)).toEqual({ status: 'done', last_error: null })
    expect(await linkOf(scope, issue.id)).toMatchObject({ state: 'merged' })
    expect(await getIssue(world.deps, scope, issue)).toMatchObject({ status: 'open' })
  })

  it('that is merged before GitHub’s answer to us comes is found by its branch', async () => {
    await using test = await begin()
    const { scope, issue } = test
    await openPullRequest(world.deps, scope, { id: issue.id, repository })
    github.spoil('lost after', ({ method, path }) => method === 'POST' && path.endsWith('/pulls'))
    await world.runJobs()
    const [pull] = github.pulls
    if (pull) Object.assign(pull, { state: 'closed', merged_at: '2026-10-04T10:00:00Z' })
    expect(await hear(scope, { ...pull })).toEqual({ status: 'done', last_error: null })
    await world.recover(2)
    expect(github.pulls).toHaveLength(1)
    expect(await linkOf(scope, issue.id)).toMatchObject({ key: 'acme/shop#7', state: 'merged', isDone: true })
    expect(await getIssue(world.deps, scope, issue)).toMatchObject({ status: 'fixed' })
    const { items } = await getHistory(world.deps, scope, { id: issue.id })
    expect(items.filter(({ kind }) => kind === 'linked')).toHaveLength(1)
  })

  it('that somebody opened is linked, and its merge is seen without a webhook', async () => {
    await using test = await begin()
    const { scope, issue } = test
    await openPullRequest(world.deps, scope, { id: issue.id, repository })
    await world.recover(1)
    await linkPullRequest(world.deps, scope, { id: issue.id, url: 'https://github.com/acme/shop/pull/7' })
    const [pull] = github.pulls
    if (pull) Object.assign(pull, { state: 'closed', merged_at: '2026-10-04T10:00:00Z' })
    await world.recover(1)
    expect(await getIssue(world.deps, scope, issue)).toMatchObject({ status: 'fixed' })
  })
})

it('changes from all sides at once wait for each other, and none is lost', async () => {
  await using test = await begin()
  const { scope, issue } = test
  const head = { ref: 'fix' }
  const pull = { number: 7, html_url: 'https://github.com/acme/shop/pull/7', draft: false, head, state: 'open' }
  await linkPullRequest(world.deps, scope, { id: issue.id, url: pull.html_url })
  const rounds = Array.from({ length: 12 }, (_, round) => [
    hear(scope, { ...pull, merged_at: null, updated_at: `2026-10-01T10:00:${10 + round}Z` }),
    assign(world.deps, scope, { id: issue.id, assigneeId: null }),
    linkPullRequest(world.deps, scope, { id: issue.id, url: pull.html_url }),
  ])
  await Promise.all(rounds.flat())
  await hear(scope, { ...pull, state: 'closed', merged_at: '2026-10-04T10:00:00Z', updated_at: '2026-10-04T10:00:01Z' })
  const failed = await world.database.run('select last_error from webhooks where last_error is not null')
  expect(failed).toEqual([])
  expect(await getIssue(world.deps, scope, issue)).toMatchObject({ status: 'fixed' })
  const { items } = await getHistory(world.deps, scope, { id: issue.id })
  expect(items.filter(({ kind }) => kind === 'assigned')).toHaveLength(12)
})

it('an app works as its installation in the repository', async () => {
  await using test = await begin()
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  const auth = { appId: '12', privateKey: pem }
  Object.assign(world.deps.integrations, { github: { apiUrl: github.url, auth } })
  await openPullRequest(world.deps, test.scope, { id: test.issue.id, repository })
  await world.recover(1)
  expect(github.pulls).toHaveLength(1)
})
