import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { scopeOf } from '../../identity/index.ts'
import { newId, noIntegrations, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { faults } from '../../testing/loopback.ts'
import {
  appendMessage,
  editMessage,
  listMessages,
  removeMessage,
  sendMessage,
  supportSweepJob,
  writeNote,
} from '../index.ts'
import { handle } from './apply-twilio.ts'
import { claimNext } from './delivery-turns.ts'
import { receive } from './receive.ts'
import { retryDelivery } from './retry-delivery.ts'
import { sendByTwilio } from './send-twilio.ts'
import { openTwilioServer } from './testing/twilio.ts'

let world: TestWorld
let scope: Scope
let twilio: Awaited<ReturnType<typeof openTwilioServer>>
let now = Date.now()
let numbers = 0

beforeAll(async () => {
  twilio = await openTwilioServer()
  world = await createTestWorld({
    publicUrl: 'https://help.example.com',
    integrations: { ...noIntegrations, twilio: twilio.settings, patience: 1_000 },
  })
  scope = await world.makeWorkspace()
})
afterAll(async () => {
  await world.close()
  await twilio.close()
})
beforeEach(() => {
  twilio.sent.length = 0
  now = Date.now()
  world.setNow(new Date(now))
})

const isPost = ({ method }: { method: string }) => method === 'POST'
/** A customer writes, and staff have the conversation: nobody else answers. */
async function begin(channel: 'sms' | 'whatsapp' = 'sms') {
  const contact = `+49301${String(++numbers).padStart(6, '0')}`
  const incoming = { channel, subject: `tel:${contact}`, contact, name: 'Ana', content: 'Hello', clientId: newId() }
  const message = await world.deps.db.transaction(tx => receive(tx, world.deps, scope, incoming))
  if (!message) throw new Error('Nothing came in')
  await world.database.run("update conversations set handler = 'staff' where id = $1", [message.conversationId])
  await world.runJobs()
  return { conversationId: message.conversationId, contact }
}
const say = (conversationId: string, content: string, role: 'assistant' | 'system' = 'assistant') =>
  world.deps.db.transaction(tx =>
    appendMessage(tx, world.deps, scope, {
      ...{ conversationId, content, role, authorKind: role === 'system' ? 'system' : 'agent' },
    }),
  )
/** Runs the sweep as hours pass. */
async function recover(hours = 3) {
  await world.runJobs()
  for (let each = 0; each < hours; each++) {
    now += 3_600_000
    world.setNow(new Date(now))
    await world.deps.db.transaction(tx => world.deps.jobs.enqueue(tx, supportSweepJob, {}))
    await world.runJobs()
  }
}
const read = async (conversationId: string) =>
  (await listMessages(world.deps, scope, { conversationId, limit: 50 })).items
const deliveryOf = async (conversationId: string, id: string) =>
  (await read(conversationId)).find(message => message.id === id)?.delivery
const report = (callback: string | null, sid: string, status: string, more: Record<string, string> = {}) => {
  const own = new URL(callback ?? '').searchParams.get('delivery')
  const body = Buffer.from(new URLSearchParams({ MessageSid: sid, MessageStatus: status, ...more }).toString())
  const delivery = {
    id: newId(),
    deliveryId: `${sid}:${status}:${own}`,
    eventType: 'message.status',
    body,
    receivedAt: new Date(),
  }
  return world.deps.db.transaction(tx => handle(tx, world.deps, scope, delivery))
}

it('sends what the house says, in order and in parts, and nothing else', async () => {
  const { conversationId, contact } = await begin()
  const long = Array.from({ length: 500 }, (_, index) => `part${index}`).join(' ')
  await say(conversationId, long)
  await say(conversationId, 'Mei has joined.', 'system')
  const note = { conversationId, content: 'A thief', attachmentIds: [] }
  await writeNote(world.deps, scope, note)
  const gone = await say(conversationId, 'A mistake')
  await removeMessage(world.deps, scope, { id: gone.id })
  await world.runJobs()
  const said = twilio.sent.map(({ body }) => body)
  expect(said.slice(0, -1).join(' ')).toBe(long)
  expect(said).toHaveLength(Math.ceil(long.length / 1_600) + 1)
  expect(said.at(-1)).toBe('Mei has joined.')
  expect(new Set(twilio.sent.map(({ to, from }) => `${from} ${to}`))).toEqual(new Set([`+4930654321 ${contact}`]))
  expect(new Set(twilio.sent.map(({ callback }) => callback)).size).toBe(said.length)
})

it('speaks WhatsApp from its own number', async () => {
  const { conversationId, contact } = await begin('whatsapp')
  await say(conversationId, 'Hello Ana')
  await world.runJobs()
  expect(twilio.sent).toMatchObject([{ from: 'whatsapp:+4930654322', to: `whatsapp:${contact}` }])
})

it.each(faults)('sends once through an answer that is %s', async fault => {
  const { conversationId } = await begin()
  twilio.spoil(fault, isPost)
  const first = await say(conversationId, 'Thanks')
  const second = await say(conversationId, 'Thanks')
  await world.runJobs()
  expect(twilio.unmet()).toBe(0)
  expect(await deliveryOf(conversationId, first.id)).toMatchObject({ status: 'waiting', error: expect.any(String) })
  await recover()
  // The same words twice are two messages; and each was sent once, the second after the first.
  expect(twilio.sent.map(({ body }) => body)).toEqual(['Thanks', 'Thanks'])
  for (const { id } of [first, second]) {
    expect(await deliveryOf(conversationId, id)).toEqual({ channel: 'sms', status: 'accepted', error: null })
  }
})

it('keeps Retry-After, and sends nothing later before', async () => {
  const { conversationId } = await begin()
  twilio.spoil('rate-limited', isPost)
  await say(conversationId, 'One')
  await say(conversationId, 'Two')
  await recover(1)
  // It asked for an hour and a half.
  expect(twilio.sent).toEqual([])
  await recover(1)
  expect(twilio.sent.map(({ body }) => body)).toEqual(['One', 'Two'])
})

it('does not send again what a process sent that died before it said so', async () => {
  const { conversationId } = await begin()
  const message = await say(conversationId, 'Your parcel is on its way')
  const claim = await claimNext(world.deps, conversationId)
  expect(claim?.tries).toBe(1)
  // As far as the provider: then the process is gone.
  if (claim) await sendByTwilio(world.deps, claim)
  // Others leave it alone while it may still be at work.
  await world.runJobs()
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({ status: 'waiting' })
  await recover(1)
  expect(twilio.sent).toHaveLength(1)
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({ status: 'accepted' })
})

it('learns of a message by its state when the answer was lost', async () => {
  const { conversationId } = await begin()
  twilio.spoil('lost after', isPost)
  const message = await say(conversationId, 'Here it is')
  await world.runJobs()
  const [made] = twilio.sent
  await report(made?.callback ?? '', made?.sid ?? '', 'delivered')
  const asked = twilio.asked.length
  await recover()
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({ status: 'delivered' })
  expect(twilio.asked.length).toBe(asked)
})

it('never goes back in what it was told, and says what it was told at the message', async () => {
  const { conversationId } = await begin()
  const message = await say(conversationId, 'Hello')
  await world.runJobs()
  const [{ callback = null, sid = '' } = {}] = twilio.sent
  const before = (await read(conversationId)).at(-1)?.change ?? 0
  expect(await report(callback, sid, 'delivered')).toBe('done')
  for (const late of ['queued', 'sent', 'delivered', 'failed'])
    expect(await report(callback, sid, late)).toBe('ignored')
  expect(await report(callback, sid, 'read')).toBe('done')
  expect(await report(callback, `SM${'9'.repeat(32)}`, 'failed')).toBe('ignored')
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({ status: 'read' })
  expect((await read(conversationId)).at(-1)?.change).toBe(before + 2)
})

it('says why nothing came of it, and tries again when asked', async () => {
  const { conversationId, contact } = await begin()
  twilio.optedOut.add(contact)
  const message = await say(conversationId, 'Are you there?')
  await recover()
  expect(await deliveryOf(conversationId, message.id)).toEqual({
    ...{ channel: 'sms', status: 'failed' },
    error: 'Twilio answered 400: Attempt to send to unsubscribed recipient (21610)',
  })
  twilio.optedOut.delete(contact)
  expect((await retryDelivery(world.deps, scope, { id: message.id })).delivery).toMatchObject({ status: 'waiting' })
  await world.runJobs()
  const [{ callback = null, sid = '' } = {}] = twilio.sent
  await report(callback, sid, 'undelivered', { ErrorCode: '30003' })
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({
    ...{ status: 'failed', error: 'Twilio could not deliver it: the telephone cannot be reached (30003)' },
  })
  if (twilio.sent[0]) twilio.sent[0].status = 'undelivered'
  await retryDelivery(world.deps, scope, { id: message.id })
  // What is said late of the first concerns the second no more.
  expect(await report(callback, sid, 'undelivered', { ErrorCode: '30003' })).toBe('ignored')
  await world.runJobs()
  expect(twilio.sent).toHaveLength(2)
  expect(await deliveryOf(conversationId, message.id)).toMatchObject({ status: 'accepted' })
  await expect(retryDelivery(world.deps, scope, { id: message.id })).rejects.toMatchObject({ kind: 'conflict' })
})

it('sends the words as they were changed last, if none were sent yet', async () => {
  const { conversationId } = await begin()
  const id = await world.makePerson(scope, 'agent')
  const signedIn = {
    person: { id, email: null, name: 'Mei Tanaka' },
    ...{ familyId: null, expiresAt: new Date() },
    workspaces: [{ id: scope.workspaceId, name: '', role: 'agent' as const }],
  }
  const origin = { requestId: 'test', ip: null, userAgent: null }
  const staff = scopeOf({ kind: 'person', signedIn }, scope.workspaceId, 'member', origin)
  const { id: messageId } = await sendMessage(world.deps, staff, { conversationId, content: 'Helo', attachmentIds: [] })
  await editMessage(world.deps, staff, { id: messageId, content: 'Hello' })
  await world.runJobs()
  await editMessage(world.deps, staff, { id: messageId, content: 'Hello again' })
  await world.runJobs()
  expect(twilio.sent.map(({ body }) => body)).toEqual(['Hello'])
})

it('says that nothing is set up, rather than nothing', async () => {
  const { conversationId } = await begin()
  const integrations = Object.assign(world.deps.integrations, { twilio: null })
  const message = await say(conversationId, 'Hello')
  await world.runJobs()
  Object.assign(integrations, { twilio: twilio.settings })
  const delivery = await deliveryOf(conversationId, message.id)
  expect(delivery).toMatchObject({ status: 'failed', error: expect.stringContaining('TWILIO_FROM') })
})
