import { listConversations, listMessages, signTwilio } from '@quarterdeck/core/support'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

const token = 'twilio-auth-token-0123456789'
const publicUrl = 'https://help.example.com'
const sid = (end: string) => `SM${end.padStart(32, '0')}`
let world: TestWorld
let server: TestServer
beforeAll(async () => {
  world = await createTestWorld({ publicUrl, webhookSecrets: { twilio: ['an older token', token] } })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
})

const message = (fields: Record<string, string>) =>
  new URLSearchParams({ From: '+4930123456', To: '+4930654321', Body: 'Where is my order?', NumMedia: '0', ...fields })
async function deliver(
  form: URLSearchParams,
  signature = signTwilio(token, `${publicUrl}/webhooks/twilio`, form),
  path = '/webhooks/twilio',
) {
  const { status } = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'x-twilio-signature': signature },
    body: form.toString(),
  })
  return status
}
const stored = () =>
  world.database.run<{ content: string; channel: string; number: number; name: string | null; seq: number }>(
    `select m.content, c.channel, c.number, p.name, m.seq from messages m join conversations c on c.id = m.conversation_id
     join people p on p.id = c.person_id where m.role = 'user' order by m.created_at, m.seq`,
  )

test('the signature is the one of Twilio’s own example', () => {
  const form = new URLSearchParams({
    ...{
      CallSid: 'CA1234567890ABCDE',
      Caller: '+12349013030',
      Digits: '1234',
      From: '+12349013030',
      To: '+18005551212',
    },
  })
  expect(signTwilio('12345', 'https://mycompany.com/myapp.php?foo=1&bar=2', form)).toBe('0/KCTR6DLpKmkAf8muzZqo1nDgQ=')
})

test('two deliveries of one message make one message, and a forged one makes none', async () => {
  const form = message({ MessageSid: sid('1'), ProfileName: 'Ana' })
  expect([await deliver(form), await deliver(form)]).toEqual([202, 200])
  await Promise.all([deliver(form), deliver(form), world.runJobs()])
  await world.runJobs()
  const one = { content: 'Where is my order?', channel: 'sms', number: 1, name: 'Ana', seq: 1 }
  expect(await stored()).toEqual([one])

  const forged = message({ MessageSid: sid('2'), Body: 'Pay me' })
  expect(await deliver(forged, signTwilio('another token', `${publicUrl}/webhooks/twilio`, forged))).toBe(400)
  expect(await deliver(forged, signTwilio(token, `${publicUrl}/webhooks/twilio`, form))).toBe(400)
  expect(await deliver(forged, '')).toBe(400)
  expect(await deliver(forged, signTwilio(token, 'https://elsewhere.example/webhooks/twilio', forged))).toBe(400)
  await world.runJobs()
  expect(await stored()).toEqual([one])
})

test('one sender has one conversation a channel, and states of messages make none', async () => {
  await world.database.run('delete from conversations')
  await deliver(message({ MessageSid: sid('3'), Body: 'One' }))
  await deliver(message({ MessageSid: sid('4'), Body: 'Two' }))
  await deliver(message({ MessageSid: sid('5'), Body: 'Three', From: 'whatsapp:+4930123456' }))
  await deliver(message({ MessageSid: sid('6'), MessageStatus: 'delivered' }))
  await world.runJobs()
  const found = await stored()
  expect(found.map(({ content, channel }) => [content, channel]).sort()).toEqual([
    ['One', 'sms'],
    ['Three', 'whatsapp'],
    ['Two', 'sms'],
  ])
  expect(new Set(found.filter(({ channel }) => channel === 'sms').map(({ number }) => number)).size).toBe(1)
})

test('the state of a message of ours comes signed for its own address, and shows at the message', async () => {
  const { deps, scope } = server
  await deliver(message({ MessageSid: sid('7'), From: '+4930777777' }))
  await world.runJobs()
  const [{ id: conversationId = '' } = {}] = (await listConversations(deps, scope, { limit: 1 })).items
  const read = async () => (await listMessages(deps, scope, { conversationId, limit: 9 })).items.at(-1)?.delivery
  const [row] = await world.database.run<{ id: string }>(
    `update message_deliveries set status = 'sent', external_id = $2 where id = (
      select id from message_deliveries where conversation_id = $1 order by seq desc limit 1) returning id`,
    [conversationId, sid('8')],
  )
  const path = `/webhooks/twilio/status?delivery=${row?.id}`
  const state = new URLSearchParams({ MessageSid: sid('8'), MessageStatus: 'delivered', To: '+4930777777' })
  const signed = (url: string) => signTwilio(token, publicUrl + url, state)
  expect(await deliver(state, signed('/webhooks/twilio/status'), path)).toBe(400)
  expect(await deliver(state, signed(path.replace(/.$/, 'x')), path)).toBe(400)
  await world.runJobs()
  expect(await read()).toMatchObject({ status: 'sent' })
  expect([await deliver(state, signed(path), path), await deliver(state, signed(path), path)]).toEqual([202, 200])
  await world.runJobs()
  expect(await read()).toMatchObject({ channel: 'sms', status: 'delivered' })
})
