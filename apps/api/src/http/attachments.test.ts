import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginConversation, signUp, type TestPerson } from '../testing/conversation.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let customer: TestPerson
let stranger: TestPerson
let agent: TestPerson
let conversationId: string
beforeAll(async () => {
  server = await startTestServer()
  customer = await signUp(server, 'customer')
  stranger = await signUp(server, 'stranger')
  agent = await signUp(server, 'agent', 'agent')
  conversationId = await beginConversation(server, customer.id)
})
afterAll(() => server[Symbol.asyncDispose]())

const bearer = ({ token }: TestPerson) => ({ authorization: `Bearer ${token}` })
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

async function upload(who: TestPerson | null, body: Buffer | FormData, name = 'a.txt') {
  const response = await fetch(`${server.url}/v1/attachments?conversationId=${conversationId}&name=${name}`, {
    method: 'POST',
    headers: { ...(who && bearer(who)), ...(Buffer.isBuffer(body) && { 'content-type': 'text/html' }) },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
  })
  // The contract under test: every answer of this route is JSON.
  return { status: response.status, body: (await response.json()) as { id: string; type: string; name: string } }
}
const download = (who: TestPerson | null, id: string) =>
  fetch(`${server.url}/attachments/${id}`, { headers: who ? bearer(who) : {} })

test('a file goes with a message, and is read by those who may see that', async () => {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(png)], '../../screen (1).png', { type: 'text/html' }))
  const { status, body } = await upload(customer, form)
  expect([status, body.type, body.name]).toEqual([200, 'image/png', 'screen (1).png'])
  expect((await download(agent, body.id)).status).toBe(404)
  const sent = { conversationId, content: '', attachmentIds: [body.id] }
  const message = await customer.client.messages.send.mutate(sent)
  expect(message.attachments).toMatchObject([{ id: body.id, size: png.length, url: `/attachments/${body.id}` }])
  const found = await download(agent, body.id)
  expect(Buffer.from(await found.arrayBuffer())).toEqual(png)
  expect(found.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''screen%20%281%29.png")
  expect([(await download(stranger, body.id)).status, (await download(null, body.id)).status]).toEqual([404, 401])
  await customer.client.messages.remove.mutate({ id: message.id })
  expect((await download(agent, body.id)).status).toBe(404)
})

test('what looks like a page is served as text to be saved', async () => {
  const { body } = await upload(agent, Buffer.from('<script>alert(1)</script>'), 'x.html')
  const note = { conversationId, content: 'see', attachmentIds: [body.id] }
  await agent.client.messages.note.mutate(note)
  const found = await download(agent, body.id)
  expect(found.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(found.headers.get('content-disposition')).toMatch(/^attachment;/)
  expect(found.headers.get('content-security-policy')).toContain('sandbox')
  expect(found.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await download(customer, body.id)).status).toBe(404)
})

test('other kinds, too large files, strangers and nobody are refused', async () => {
  expect((await upload(customer, Buffer.from('4d5a90000300', 'hex'))).status).toBe(400)
  expect((await upload(customer, Buffer.alloc(10 * 1_048_576 + 1, 'a'))).status).toBe(413)
  expect((await upload(stranger, png)).status).toBe(404)
  expect((await upload(null, png)).status).toBe(401)
})
