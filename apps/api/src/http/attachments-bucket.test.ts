import { createObjectStore, type ObjectStore } from '@quarterdeck/core/kernel'
import { orphansJob } from '@quarterdeck/core/support'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { openS3Server, type S3Server } from '@quarterdeck/core/testing/outside'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginConversation, signUp, type TestPerson } from '../testing/conversation.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let bucket: S3Server
let objects: ObjectStore
let world: TestWorld
let server: TestServer
let customer: TestPerson
let stranger: TestPerson
let conversationId: string
beforeAll(async () => {
  bucket = await openS3Server()
  objects = createObjectStore(bucket.settings, { delay: 5, patience: 1_000 })
  world = await createTestWorld({ objects })
  server = await startTestServer(world)
  customer = await signUp(server, 'customer')
  stranger = await signUp(server, 'stranger')
  conversationId = await beginConversation(server, customer.id)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
  await bucket.close()
})

const bearer = ({ token }: TestPerson) => ({ authorization: `Bearer ${token}` })
const content = Buffer.alloc(300_000, 'a line of a log\n')

async function upload(who = customer) {
  const url = `${server.url}/v1/attachments?conversationId=${conversationId}&name=log.txt`
  const response = await fetch(url, { method: 'POST', headers: bearer(who), body: new Uint8Array(content) })
  // The contract under test: every answer of this route is JSON.
  return { status: response.status, body: (await response.json()) as { id: string; message: string } }
}
const download = (who: TestPerson, id: string, method = 'GET') =>
  fetch(`${server.url}/attachments/${id}`, { method, headers: bearer(who) })
const send = (id: string) =>
  customer.client.messages.send.mutate({ conversationId, content: 'see', attachmentIds: [id] })
const noted = () => world.database.run<{ objectKey: string }>('select object_key as "objectKey" from orphaned_objects')
async function runOrphans(): Promise<void> {
  await (await orphansJob.load()).run(world.deps, {})
}

test('a file lies in the bucket, and is served through the route that asks who may see it', async () => {
  const { body } = await upload()
  expect([...bucket.objects.keys()]).toEqual([`attachments/${server.installation.workspaceId}/${body.id}`])
  expect(await world.database.run('select 1 from attachment_blobs')).toEqual([])
  expect(await noted()).toEqual([])
  const message = await send(body.id)
  const found = await download(customer, body.id)
  expect(Buffer.from(await found.arrayBuffer()).equals(content)).toBe(true)
  expect(found.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(found.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''log.txt")
  expect(found.headers.get('content-security-policy')).toContain('sandbox')
  expect(found.headers.get('x-content-type-options')).toBe('nosniff')
  const head = await download(customer, body.id, 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(content.length)])
  const before = bucket.asked.length
  expect((await download(stranger, body.id)).status).toBe(404)
  expect((await upload(stranger)).status).toBe(404)
  expect(bucket.asked).toHaveLength(before)
  await customer.client.messages.remove.mutate({ id: message.id })
  expect((await download(customer, body.id)).status).toBe(404)
})

test('what is no attachment’s any more leaves the bucket, after a while and whatever goes wrong', async () => {
  expect(await noted()).toHaveLength(1)
  await runOrphans()
  expect(bucket.objects.size).toBe(1)
  world.setNow(new Date(Date.now() + 16 * 60_000))
  bucket.spoil('denied')
  await expect(runOrphans()).rejects.toThrow(/AccessDenied/)
  expect(await noted()).toHaveLength(1)
  world.setNow(new Date(Date.now() + 32 * 60_000))
  await Promise.all([runOrphans(), runOrphans()])
  await runOrphans()
  expect([bucket.objects.size, (await noted()).length]).toEqual([0, 0])
  world.setNow(new Date())
})

test('a bucket that is down is said to the sender, and nothing is left behind', async () => {
  bucket.spoil('busy', 'busy', 'busy')
  const { status, body } = await upload()
  expect([status, body.message]).toEqual([503, expect.stringMatching(/^Files cannot be stored or read/)])
  expect((await noted()).length).toBe(1)
  expect(await world.database.run('select 1 from attachments')).toEqual([])
})

test('reading: refused, cut off, lost', async () => {
  const { body } = await upload()
  bucket.spoil('denied')
  expect((await download(customer, body.id)).status).toBe(503)
  bucket.spoil('half')
  await expect(download(customer, body.id).then(answer => answer.arrayBuffer())).rejects.toThrow()
  bucket.objects.clear()
  const lost = await download(customer, body.id)
  expect([lost.status, await lost.text()]).toEqual([404, expect.stringContaining('This attachment’s file')])
})

test('a file that was kept in the database before is read still', async () => {
  const { body } = await upload()
  await world.database.run('update attachments set object_key = null where id = $1', [body.id])
  await world.database.run("insert into attachment_blobs (attachment_id, content) values ($1, 'old')", [body.id])
  await world.database.run('update attachments set size = 3 where id = $1', [body.id])
  expect(await (await download(customer, body.id)).text()).toBe('old')
})
