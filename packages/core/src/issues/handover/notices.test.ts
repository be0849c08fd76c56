import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Integrations, Scope } from '../../kernel/index.ts'
import { faults, type Loopback, openLoopback } from '../../testing/loopback.ts'
import { assign, setStatus } from '../commands.ts'
import { getHistory } from '../queries.ts'
import { getNotices } from './link-queries.ts'
import { createHandoverWorld, type HandoverWorld } from './testing/handover-world.ts'
import { openSlackServer } from './testing/slack.ts'

let world: HandoverWorld
beforeAll(async () => {
  world = await createHandoverWorld({})
})
afterAll(() => world.close())

const use = (integrations: Partial<Integrations>) =>
  Object.assign(world.deps.integrations, { slack: null, staffEmail: false, notifyWebhook: null, ...integrations })
const live = async (scope: Scope, id: string) => {
  for (const status of ['fixing', 'fixed', 'measuring', 'verified'] as const) {
    await setStatus(world.deps, scope, { id, status })
    await world.runJobs()
  }
}
const toldOf = async (scope: Scope, id: string) =>
  (await getHistory(world.deps, scope, { id })).items.filter(({ kind }) => kind === 'told').map(({ data }) => data)

describe('in Slack', () => {
  let slack: Awaited<ReturnType<typeof openSlackServer>>
  beforeAll(async () => {
    slack = await openSlackServer()
  })
  afterAll(() => slack.close())

  const begin = async (settings: NonNullable<Integrations['slack']>) => {
    use({ slack: settings })
    slack.messages.length = 0
    return world.makeIssue()
  }

  it('a bot says one message and edits it as the issue goes on', async () => {
    const { scope, issue } = await begin(slack.bot)
    await world.runJobs()
    expect(slack.messages).toMatchObject([{ text: '#1 critical · open: Fell to 41 % &lt;now&gt;', edits: 0 }])
    await assign(world.deps, scope, { id: issue.id, assigneeId: null })
    await world.runJobs()
    expect(slack.messages).toMatchObject([{ edits: 0 }])
    await live(scope, issue.id)
    expect(slack.messages).toMatchObject([{ text: '#1 critical · verified: Fell to 41 % &lt;now&gt;', edits: 4 }])
    expect(await toldOf(scope, issue.id)).toEqual([{ channel: 'slack', told: 'open critical' }])
    const { items } = await getNotices(world.deps, scope, { id: issue.id })
    expect(items).toMatchObject([{ channel: 'slack', told: 'verified critical', lastError: null }])
  })

  it.each(faults)('a bot says one message though the first was %s', async fault => {
    const { scope, issue } = await begin(slack.bot)
    slack.spoil(fault)
    await world.runJobs()
    const told = async () => (await getNotices(world.deps, scope, { id: issue.id })).items[0]
    expect(await told()).toMatchObject({ told: null, lastError: expect.stringMatching(/Slack/) })
    await world.recover(4)
    expect(slack.unmet()).toBe(0)
    expect(slack.messages).toHaveLength(1)
    expect(await told()).toMatchObject({ told: 'open critical', lastError: null })
    expect(await toldOf(scope, issue.id)).toHaveLength(1)
  })

  it('a change during a failure is in the one message', async () => {
    const { scope, issue } = await begin(slack.bot)
    slack.spoil('lost after')
    await world.runJobs()
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixing' })
    await world.recover(2)
    expect(slack.messages).toMatchObject([{ text: expect.stringContaining('being fixed'), edits: 1 }])
  })

  it('a plain webhook says that it opened, settled and came back, and nothing between', async () => {
    const { scope, issue } = await begin(slack.plain)
    await world.runJobs()
    await live(scope, issue.id)
    await setStatus(world.deps, scope, { id: issue.id, status: 'open' })
    await world.runJobs()
    expect(slack.messages.map(({ text }) => text.split(':')[0])).toEqual([
      '#1 critical · open',
      '#1 critical · verified',
      '#1 critical · open',
    ])
  })

  it.each(faults.filter(fault => !['silent after', 'lost after', 'half', 'garbage'].includes(fault)))(
    'a plain webhook says one message though the first was %s',
    async fault => {
      await begin(slack.plain)
      slack.spoil(fault)
      await world.recover(4)
      expect(slack.unmet()).toBe(0)
      expect(slack.messages).toHaveLength(1)
    },
  )

  it('a refusal is kept, and no more is asked until the issue changes', async () => {
    const { scope, issue } = await begin({ ...slack.bot, channel: 'C9999999' })
    const before = slack.asked.length
    await world.recover(3)
    expect(slack.asked.length).toBe(before + 1)
    const { items } = await getNotices(world.deps, scope, { id: issue.id })
    expect(items).toMatchObject([{ told: null, lastError: expect.stringContaining('channel_not_found') }])
  })
})

it('e-mail goes once to each of the staff when an issue opens and when it settles', async () => {
  use({ staffEmail: true })
  const { scope, issue } = await world.makeIssue()
  for (const role of ['owner', 'agent', 'viewer', 'member'] as const) {
    await world.makePerson(scope, role, `${role}-${issue.id}@example.com`)
  }
  await world.runJobs()
  await live(scope, issue.id)
  await world.recover(2)
  const sent = await world.database.run<{ to: string; subject: string }>(
    'select "to", subject from outgoing_emails where workspace_id = $1 order by created_at, "to" desc',
    [scope.workspaceId],
  )
  expect(sent.map(({ to, subject }) => `${to.split('-')[0]} ${subject.split(':')[0]}`).sort()).toEqual([
    'agent #1 critical · open',
    'agent #1 critical · verified',
    'owner #1 critical · open',
    'owner #1 critical · verified',
  ])
})

describe('a program', () => {
  const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`
  let receiver: Loopback
  beforeAll(async () => {
    receiver = await openLoopback(() => ({ status: 204 }))
  })
  afterAll(() => receiver.close())

  it('gets each state once, signed, under an id that is the same in every try', async () => {
    use({ notifyWebhook: { url: `${receiver.url}/hook`, secret } })
    // Signatures are good for five minutes by the receiver's clock, which is the machine's.
    world.setNow(new Date())
    const { scope, issue } = await world.makeIssue()
    for (const fault of ['broken', 'lost after', 'rate-limited'] as const) receiver.spoil(fault)
    await world.runJobs()
    const [first] = receiver.asked
    expect(new Webhook(secret).verify(first?.text ?? '', Object(first?.headers))).toMatchObject({
      type: 'issue.opened',
      data: { id: issue.id, status: 'open', severity: 'critical', url: expect.stringContaining(issue.id) },
    })
    await world.recover(6)
    expect(receiver.unmet()).toBe(0)
    expect(new Set(receiver.asked.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const before = receiver.asked.length
    await setStatus(world.deps, scope, { id: issue.id, status: 'fixing' })
    await world.recover(2)
    expect(receiver.asked.slice(before).map(({ body }) => body.type)).toEqual(['issue.changed'])
    expect(new Set(receiver.asked.map(({ headers }) => headers['webhook-id'])).size).toBe(2)
  })
})

it.each(faults)('a program has one message though its delivery was %s', async fault => {
  const took = new Map<string, number>()
  const receiver = await openLoopback(({ headers }) => {
    const id = String(headers['webhook-id'])
    took.set(id, (took.get(id) ?? 0) + 1)
    return { status: 200, body: { ok: true } }
  })
  use({ notifyWebhook: { url: receiver.url, secret: 'c2VjcmV0' } })
  const { scope, issue } = await world.makeIssue()
  receiver.spoil(fault)
  await world.recover(4)
  expect(receiver.unmet()).toBe(0)
  expect((await getNotices(world.deps, scope, { id: issue.id })).items).toMatchObject([{ lastError: null }])
  // By its id a receiver leaves out what it has.
  const { size } = new Set(receiver.asked.map(({ headers }) => headers['webhook-id']))
  expect([size, await toldOf(scope, issue.id)]).toMatchObject([1, [{ channel: 'webhook' }]])
  expect(took.size).toBeLessThanOrEqual(1)
  await receiver.close()
})

it.each(['slack', 'webhook'] as const)('a refusal by way of %s is kept, and not asked for again', async channel => {
  const receiver = await openLoopback(() => ({ status: 410, body: 'gone' }))
  const notifyWebhook = { url: receiver.url, secret: 'c2VjcmV0' }
  use(channel === 'slack' ? { slack: { webhookUrl: receiver.url } } : { notifyWebhook })
  const { scope, issue } = await world.makeIssue()
  await world.recover(3)
  const { items } = await getNotices(world.deps, scope, { id: issue.id })
  expect(items).toMatchObject([{ channel, told: null, lastError: expect.stringContaining('410') }])
  expect(receiver.asked).toHaveLength(1)
  await receiver.close()
})

it('nobody is told of sample data, nor where no channel is set up', async () => {
  const receiver = await openLoopback(() => ({ status: 204 }))
  use({})
  await world.makeIssue()
  await world.recover(1)
  use({ notifyWebhook: { url: receiver.url, secret: 'c2VjcmV0' } })
  const { issue } = await world.makeIssue()
  await world.database.run("update issues set source = 'sample' where id = $1", [issue.id])
  await world.recover(1)
  expect(receiver.asked).toEqual([])
  await receiver.close()
})
