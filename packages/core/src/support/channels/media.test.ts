import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, noIntegrations, type Scope } from '../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../testing/index.ts'
import { listConversations, listMessages, readAttachment } from '../index.ts'
import { handle } from './apply-twilio.ts'
import { accountSid, openTwilioServer } from './testing/twilio.ts'

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)])
let world: TestWorld
let scope: Scope
let twilio: Awaited<ReturnType<typeof openTwilioServer>>
let now = Date.now()
let count = 0

beforeAll(async () => {
  twilio = await openTwilioServer()
  world = await createTestWorld({ integrations: { ...noIntegrations, twilio: twilio.settings, patience: 2_500 } })
  scope = await world.makeWorkspace()
  world.setNow(new Date(now))
})
afterAll(async () => {
  await world.close()
  await twilio.close()
})

const idOf = (kind: string) => `${kind}${String(++count).padStart(32, '0')}`
/** A file that lies with Twilio, which sends on to its store. */
function put(content: Buffer, headers: Record<string, string> = {}) {
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${idOf('MM')}/Media/${idOf('ME')}`
  twilio.media.set(path, { status: 307, headers: { location: `${twilio.url}/store${path}` } })
  twilio.media.set(`/store${path}`, { status: 200, body: content, headers })
  return twilio.url + path
}
async function take(...urls: string[]) {
  const number = `+49302${String(++count).padStart(6, '0')}`
  const files = Object.fromEntries(urls.map((url, index) => [`MediaUrl${index}`, url]))
  const form = new URLSearchParams({ From: number, Body: '', NumMedia: String(urls.length), ...files })
  const delivery = {
    id: newId(),
    deliveryId: idOf('MM'),
    eventType: 'message.received',
    body: Buffer.from(form.toString()),
    receivedAt: new Date(),
  }
  await world.deps.db.transaction(tx => handle(tx, world.deps, scope, delivery))
}
/** What staff see of the conversation that was written to last. */
async function read() {
  const [{ id = '' } = {}] = (await listConversations(world.deps, scope, { limit: 1 })).items
  const { items } = await listMessages(world.deps, scope, { conversationId: id, limit: 50 })
  return { first: items[0], notes: items.filter(({ internal }) => internal).map(({ content }) => content), items }
}

it('keeps what a customer sends along, by what is in it, and answers then', async () => {
  await take(put(png, { 'content-type': 'text/html' }), put(Buffer.from('Order 12')))
  await world.runJobs()
  const { first, items } = await read()
  expect(first?.attachments.map(({ type, size }) => [type, size])).toEqual([
    ['image/png', png.length],
    ['text/plain', 8],
  ])
  const file = await readAttachment(world.deps, scope, first?.attachments[0]?.id ?? '')
  expect(file.content).toEqual(png)
  expect(items.some(({ role }) => role !== 'user')).toBe(true)
})

it('tells staff of what it does not take, and asks nobody but the provider', async () => {
  const asked = twilio.asked.length
  const elsewhere = `http://127.0.0.1:9/2010-04-01/Accounts/${accountSid}/Messages/${idOf('MM')}/Media/${idOf('ME')}`
  const away = put(png)
  const large = put(png, { 'content-length': String(11 * 1_048_576) })
  const path = new URL(away).pathname
  twilio.media.set(path, { status: 307, headers: { location: 'http://127.0.0.1:9/metadata' } })
  await take(elsewhere, away, large, put(Buffer.from([80, 75, 3, 4, 0, 0])))
  await world.runJobs()
  const { first, notes } = await read()
  expect(first?.attachments).toEqual([])
  expect(notes.map(note => note.replace(/^.*: /, ''))).toEqual([
    ...['it does not lie with the provider', 'it does not lie with the provider', 'it is larger than 10 MB'],
    'Send a JPEG, PNG, GIF, PDF or plain text',
  ])
  expect(twilio.asked.slice(asked).map(each => each.path)).not.toContain('/metadata')
})

it('comes back for what was not there at once', async () => {
  const url = put(png)
  twilio.spoil('broken', ({ path }) => path.startsWith('/store/'))
  twilio.spoil('silent', ({ path }) => path.startsWith('/store/'))
  await take(url)
  for (const pause of [0, 10_000, 60_000]) {
    now += pause
    world.setNow(new Date(now))
    await world.runJobs()
  }
  expect(twilio.unmet()).toBe(0)
  const { first, notes } = await read()
  expect(first?.attachments).toHaveLength(1)
  expect(notes).toEqual([])
})
