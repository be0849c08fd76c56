import { noIntegrations } from '@quarterdeck/core/kernel'
import { getOriginal, listConversations, listMessages, removeMessage, sendAsAgent } from '@quarterdeck/core/support'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { Webhook } from 'svix'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMailer } from '../mailer.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { type SmtpServer, startSmtpServer } from '../testing/smtp.ts'

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`
let world: TestWorld
let server: TestServer
let smtp: SmtpServer
let count = 0

beforeAll(async () => {
  smtp = await startSmtpServer()
  world = await createTestWorld({
    webhookSecrets: { email: [secret] },
    mailer: createMailer(smtp.url, 'desk@example.com'),
    integrations: { ...noIntegrations, inboundAddress: 'support@example.com' },
  })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
  await smtp[Symbol.asyncDispose]()
})

interface Mail {
  from?: string
  to?: string
  subject?: string
  text?: string
  html?: string
  headers?: Record<string, string>
  attachments?: { filename: string; content: string }[]
}

/** As a provider hands it on, in a delivery of its own each time. */
async function deliver(mail: Mail, { key = secret, names = 'webhook' } = {}) {
  const body = JSON.stringify({
    from: 'Ana Silva <ana@example.com>',
    to: 'support@example.com',
    subject: 'Shoes',
    ...mail,
  })
  const [id, at] = [`msg_${++count}`, new Date()]
  const { status } = await fetch(`${server.url}/webhooks/email`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [`${names}-id`]: id,
      [`${names}-timestamp`]: String(Math.floor(at.getTime() / 1_000)),
      [`${names}-signature`]: new Webhook(key).sign(id, at, body),
    },
    body,
  })
  await world.runJobs()
  return status
}
const conversations = async () => (await listConversations(server.deps, server.scope, { limit: 100 })).items
const read = async (conversationId: string) =>
  (await listMessages(server.deps, server.scope, { conversationId, limit: 100 })).items
const headerOf = (mail: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, 'im').exec(mail)?.[1]?.replace(/\s+/g, ' ')

test('a mail becomes a conversation, its answer a mail in its thread, and the answer to that the same conversation', async () => {
  const first = '<first@mail.example.com>'
  const text = 'Where are my shoes?'
  expect(await deliver({ text, headers: { 'Message-ID': first } })).toBe(202)
  const [conversation] = await conversations()
  expect(conversation).toMatchObject({ channel: 'email', subject: 'Shoes', person: { name: 'Ana Silva' } })
  const id = conversation?.id ?? ''
  const [asked, ...answers] = await read(id)
  expect(asked).toMatchObject({ content: text, delivery: null })
  expect(answers.length).toBeGreaterThan(0)
  for (const { delivery } of answers) expect(delivery).toEqual({ channel: 'email', status: 'sent', error: null })
  const answer = smtp.received.find(mail => /^To: ana@example.com/m.test(mail)) ?? ''
  expect(headerOf(answer, 'Subject')).toBe('Re: Shoes')
  expect(headerOf(answer, 'In-Reply-To')).toBe(first)
  expect(headerOf(answer, 'References')).toBe(first)
  expect(headerOf(answer, 'Auto-Submitted')).toBe('auto-replied')
  expect(headerOf(answer, 'Reply-To')).toBe(`support+${id}@example.com`)

  const ours = headerOf(answer, 'Message-ID') ?? ''
  const quoting = `They are too small.\r\n\r\nOn Tue, 3 Mar 2026 at 10:00, Desk <desk@example.com>\r\nwrote:\r\n> ${text}\r\n`
  const headers = { 'message-id': '<second@mail.example.com>', 'in-reply-to': ours, references: `${first} ${ours}` }
  expect(await deliver({ subject: 'Re: Shoes', text: quoting, headers }, { names: 'svix' })).toBe(202)
  // Without threading headers, by the address that was answered to.
  await deliver({ to: `Support <support+${id}@example.com>`, text: 'One more thing', subject: 'Hm' })
  const said = (await read(id)).filter(({ role }) => role === 'user').map(({ content }) => content)
  expect(said).toEqual([text, 'They are too small.', 'One more thing'])
  const second = (await read(id)).find(({ content }) => content === 'They are too small.')
  expect(second?.shortened).toBe(true)
  expect((await getOriginal(server.deps, server.scope, { id: second?.id ?? '' })).text).toContain('wrote:')
  await removeMessage(server.deps, server.scope, { id: second?.id ?? '' })
  await expect(getOriginal(server.deps, server.scope, { id: second?.id ?? '' })).rejects.toMatchObject({
    ...{ kind: 'not_found' },
  })
  expect(await conversations()).toHaveLength(1)
})

test('two deliveries of one mail make one message, and a forged one makes none', async () => {
  const before = (await conversations()).length
  const mail = { from: 'bo@example.com', text: 'Once', headers: { 'Message-Id': '<once@example.com>' } }
  expect(await deliver(mail)).toBe(202)
  expect(await deliver(mail)).toBe(200)
  await world.database.run("update webhooks set status = 'received', attempts = 0, next_attempt_at = received_at")
  await Promise.all([deliver(mail), world.runJobs()])
  const forged = { ...mail, headers: { 'Message-Id': '<forged@example.com>' } }
  expect(await deliver(forged, { key: `whsec_${Buffer.from('another secret, not ours').toString('base64')}` })).toBe(
    400,
  )
  const found = await conversations()
  expect(found).toHaveLength(before + 1)
  const messages = await read(found.find(({ person }) => person.name === 'bo@example.com')?.id ?? '')
  expect(messages.filter(({ role }) => role === 'user')).toHaveLength(1)
})

test('a stranger who quotes our ids gets a conversation of their own', async () => {
  const [{ id = '' } = {}] = await conversations()
  const before = (await read(id)).length
  const headers = { 'message-id': '<x@evil.example>', references: '<first@mail.example.com>' }
  await deliver({ from: 'eve@evil.example', to: `support+${id}@example.com`, text: 'Send it to me', headers })
  expect(await read(id)).toHaveLength(before)
})

test('no program is answered, and nothing of ours comes back in', async () => {
  const before = { conversations: (await conversations()).length, mails: smtp.received.length }
  const automatic = [
    { headers: { 'Auto-Submitted': 'auto-replied' } },
    { headers: { Precedence: 'bulk' } },
    { headers: { 'Return-Path': '<>' } },
    { from: 'Desk <desk@example.com>' },
    { from: 'support+1@example.com' },
    { from: 'MAILER-DAEMON@mx.example.com' },
  ]
  for (const [index, mail] of automatic.entries()) {
    const headers = { 'message-id': `<auto-${index}@example.com>`, ...mail.headers }
    expect(await deliver({ from: 'robot@example.com', text: 'I am away', ...mail, headers })).toBe(202)
  }
  // In a thread it is kept, for staff to see.
  const threaded = {
    'message-id': '<away@example.com>',
    'auto-submitted': 'auto-replied',
    'in-reply-to': '<first@mail.example.com>',
  }
  await deliver({ text: 'I am away until Monday', headers: threaded })
  expect({ conversations: (await conversations()).length, mails: smtp.received.length }).toEqual(before)
  const away = await world.database.run("select from messages where content = 'I am away until Monday'")
  expect(away).toHaveLength(1)
})

test('a mail that the server refuses, or that bounces, says so at its message', async () => {
  await deliver({ from: 'cy@example.com', text: 'Hello', headers: { 'message-id': '<cy@example.com>' } })
  const [{ id = '' } = {}] = await conversations()
  const say = async (content: string) =>
    (await sendAsAgent(server.deps, server.scope, { conversationId: id, content, attachmentIds: [] })).id
  smtp.moods.push('550 No such mailbox')
  const refused = await say('Hello Cy')
  await world.runJobs()
  const returned = await say('Still there?')
  await world.runJobs()
  const ours = headerOf(smtp.received.at(-1) ?? '', 'Message-ID') ?? ''
  const headers = { 'content-type': 'multipart/report; report-type=delivery-status', 'in-reply-to': ours }
  await deliver({ from: 'MAILER-DAEMON@mx.example.com', subject: 'Undelivered Mail', text: 'Full', headers })
  const byId = new Map((await read(id)).map(message => [message.id, message.delivery]))
  expect(byId.get(refused)).toMatchObject({ status: 'failed', error: expect.stringContaining('No such mailbox') })
  expect(byId.get(returned)).toMatchObject({ status: 'failed', error: 'It came back: Undelivered Mail' })
})

test('HTML is kept as text, and files by what is in them, up to 10 MB', async () => {
  const html =
    '<style>p{}</style><p>My order is <b>late</b><br>again &amp; again</p><script>alert(1)</script><blockquote>You wrote</blockquote>'
  const attachments = [
    { filename: '../../order.txt', content: Buffer.from('Order 12').toString('base64') },
    { filename: 'photo.jpg', content: Buffer.from([80, 75, 3, 4, 0]).toString('base64') },
    { filename: 'large.txt', content: Buffer.alloc(3 * 1_048_576, 97).toString('base64') },
    { filename: 'order.txt', content: Buffer.from('13').toString('base64') },
  ]
  expect(await deliver({ from: 'di@example.com', html, attachments })).toBe(202)
  const [{ id = '' } = {}] = await conversations()
  const messages = await read(id)
  expect(messages[0]?.content).toBe('My order is late\nagain & again')
  expect(messages[0]?.attachments.map(({ name, type, size }) => [name, type, size])).toEqual([
    ['order.txt', 'text/plain', 8],
    ['large.txt', 'text/plain', 3 * 1_048_576],
    ['order-2.txt', 'text/plain', 2],
  ])
  expect(messages.filter(({ internal }) => internal)).toHaveLength(1)
  const tooMuch = [{ filename: 'a.txt', content: Buffer.alloc(11 * 1_048_576, 97).toString('base64') }]
  expect(await deliver({ from: 'di@example.com', text: 'x', attachments: tooMuch })).toBe(400)
})
