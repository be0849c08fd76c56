import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { noIntegrations, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { openLoopback } from '../../testing/loopback.ts'
import { listIntegrations } from './integrations-list.ts'
import { sendTestMessage } from './send-test.ts'
import { openSlackServer } from './testing/slack.ts'

const secret = `whsec_${Buffer.from('a secret of the test').toString('base64')}`
let slack: Awaited<ReturnType<typeof openSlackServer>>
let receiver: Awaited<ReturnType<typeof openLoopback>>
let world: TestWorld
let scope: Scope
beforeAll(async () => {
  slack = await openSlackServer()
  receiver = await openLoopback(() => ({ status: 204 }))
  const auth = { appId: '12', privateKey: 'the private key' }
  world = await createTestWorld({
    webhookSecrets: { github: ['the webhook secret'], stripe: ['the secret of Stripe'] },
    integrations: {
      ...noIntegrations,
      patience: 1_000,
      github: { apiUrl: 'https://api.github.com', auth },
      slack: slack.bot,
      notifyWebhook: { url: `${receiver.url}/hook?token=of-the-url`, secret },
    },
  })
  const made = await world.makeWorkspace()
  const id = await world.makePerson(made, 'owner', 'owner@example.com')
  scope = { ...made, actor: { kind: 'person', id, name: 'Owner' } } as Scope
})
afterAll(async () => {
  await world.close()
  await slack.close()
  await receiver.close()
})

it('says what is set up and what would turn on the rest, and no secret', () => {
  const { items } = listIntegrations(world.deps)
  const setUp = items.filter(({ isSetUp }) => isSetUp).map(({ name, detail, canTest }) => [name, detail, canTest])
  expect(setUp).toEqual([
    ['github', 'As app 12 at api.github.com', false],
    ['githubWebhook', 'Merges arrive at /webhooks/github', false],
    ['slack', 'As a bot in channel C0123456', true],
    ['webhook', expect.stringMatching(/^To 127\.0\.0\.1:\d+$/), true],
    ['stripe', 'Payments and subscriptions arrive at /webhooks/stripe', false],
  ])
  expect(items.find(({ name }) => name === 'email')).toMatchObject({
    canTest: false,
    variables: [['NOTIFY_EMAIL', 'SMTP_URL']],
  })
  const text = JSON.stringify(items)
  for (const word of ['private key', 'webhook secret', 'secret of Stripe', 'xoxb', secret, 'of-the-url'])
    expect(text).not.toContain(word)
})

it('sends a test message to each channel, and keeps who did', async () => {
  await sendTestMessage(world.deps, scope, { to: 'slack' })
  expect(slack.messages.map(({ text }) => text)).toEqual([expect.stringContaining('test message')])
  await sendTestMessage(world.deps, scope, { to: 'webhook' })
  const [got] = receiver.asked
  expect(new Webhook(secret).verify(got?.text ?? '', Object(got?.headers))).toMatchObject({ type: 'test' })
  expect(await sendTestMessage(world.deps, scope, { to: 'email' })).toEqual({
    result: 'It waits in the outbox: no mail server is set up',
  })
  const mails = await world.database.run('select "to" from outgoing_emails where workspace_id = $1', [
    scope.workspaceId,
  ])
  expect(mails).toEqual([{ to: 'owner@example.com' }])
  const rows = await world.database.run<{ to: string }>(
    "select after ->> 'to' as to from audit_log where workspace_id = $1 and action = 'issues.sendTestMessage' order by at, id",
    [scope.workspaceId],
  )
  expect(rows.map(({ to }) => to)).toEqual(['slack', 'webhook', 'email'])
})

it('says what a channel answered when it would not have the message', async () => {
  Object.assign(world.deps.integrations, { slack: { ...slack.bot, botToken: 'xoxb-old' } })
  await expect(sendTestMessage(world.deps, scope, { to: 'slack' })).rejects.toThrow('invalid_auth')
  receiver.spoil('broken')
  await expect(sendTestMessage(world.deps, scope, { to: 'webhook' })).rejects.toThrow('answered 503')
  receiver.spoil('silent')
  await expect(sendTestMessage(world.deps, scope, { to: 'webhook' })).rejects.toThrow('did not answer')
  Object.assign(world.deps.integrations, { slack: null })
  await expect(sendTestMessage(world.deps, scope, { to: 'slack' })).rejects.toThrow('not set up')
})
