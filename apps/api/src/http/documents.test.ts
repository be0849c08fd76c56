import { makePdf } from '@quarterdeck/core/testing/outside'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUp, type TestPerson } from '../testing/conversation.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let agent: TestPerson
const people: Record<string, TestPerson> = {}
beforeAll(async () => {
  server = await startTestServer()
  agent = await signUp(server, 'agent', 'agent')
  for (const role of ['member', 'viewer']) people[role] = await signUp(server, role, role)
})
afterAll(() => server[Symbol.asyncDispose]())

interface Answer {
  id: string
  chunks: number
  message: string
  issues?: { path: string; message: string }[]
}

async function send(method: 'POST' | 'PUT', path: string, body: Buffer | FormData, headers?: Record<string, string>) {
  const response = await fetch(`${server.url}/v1/documents${path}`, {
    method,
    headers: headers ?? { authorization: `Bearer ${agent.token}` },
    body: Buffer.isBuffer(body) ? new Uint8Array(body) : body,
  })
  // The contract under test: every answer of this route is JSON.
  return { status: response.status, body: (await response.json()) as Answer }
}

const text = Buffer.from('# Returns\n\nWithin thirty days.')

test('a PDF of several megabytes becomes a document, by what its bytes are', async () => {
  const form = new FormData()
  const facts = {
    title: 'Terms',
    type: 'policy',
    tags: 'law, orders,law',
    category: 'Legal',
    url: 'https://example.com/t',
  }
  for (const [name, value] of Object.entries(facts)) form.append(name, value)
  const pdf = makePdf(['Goods travel at the risk of the seller.'], 3_000_000)
  form.append('file', new File([new Uint8Array(pdf)], 'C:\\terms.bin', { type: 'image/png' }))
  const { status, body } = await send('POST', '', form)
  expect([status, body.chunks]).toEqual([200, 1])
  expect(await agent.client.knowledge.get.query({ id: body.id })).toMatchObject({
    ...{ title: 'Terms', type: 'policy', tags: ['law', 'orders'], category: 'Legal', url: facts.url },
    ...{ source: 'terms.bin', format: 'pdf', content: 'Goods travel at the risk of the seller.' },
  })
  const found = await agent.client.knowledge.search.query({ query: 'risk of the seller' })
  expect(found.items[0]).toMatchObject({ documentId: body.id, headings: ['Page 1'] })
})

test('a body without a form is a file too; another file is a new version', async () => {
  const { body } = await send('POST', '?name=returns.md', text)
  expect(await agent.client.knowledge.get.query({ id: body.id })).toMatchObject({
    title: 'returns',
    type: 'documentation',
  })
  expect((await send('PUT', `/${body.id}?name=new.md`, Buffer.from('# Returns\n\nWithin sixty days.'))).status).toBe(
    200,
  )
  const after = await agent.client.knowledge.get.query({ id: body.id })
  expect(after).toMatchObject({ title: 'returns', version: 2, source: 'new.md', format: 'markdown' })
  const actions = await server.deps.database.run('select action from audit_log where entity_id = $1 order by at, id', [
    body.id,
  ])
  expect(actions).toEqual([{ action: 'knowledge.add' }, { action: 'knowledge.update' }])
  expect((await send('PUT', `/${crypto.randomUUID()}`, text)).status).toBe(404)
  expect((await send('PUT', '/none', text)).status).toBe(404)
})

test('what cannot be read is refused at its field', async () => {
  const picture = await send('POST', '?name=a.pdf', Buffer.from('89504e470d0a1a0a0000', 'hex'))
  expect([picture.status, picture.body.issues?.[0]?.path]).toEqual([400, 'content'])
  const link = await send('POST', '?url=javascript:alert(1)&type=novel', text)
  expect(link.body.issues?.map(({ path }) => path)).toEqual(['type', 'url'])
  expect((await send('POST', '', Buffer.alloc(10 * 1_048_576 + 70_000, 'a'))).status).toBe(413)
  expect((await send('POST', '', Buffer.alloc(0))).status).toBe(400)
})

test('only staff who may write add documents, and no page of another site does', async () => {
  const as = (who: TestPerson | undefined, more = {}) => ({ authorization: `Bearer ${who?.token}`, ...more })
  for (const [role, status] of [
    ['member', 403],
    ['viewer', 403],
  ] as const)
    expect([role, (await send('POST', '', text, as(people[role]))).status]).toEqual([role, status])
  expect((await send('POST', '', text, {})).status).toBe(401)
  const cookie = { cookie: `qd_session=${agent.token}` }
  expect((await send('POST', '', text, { ...cookie, origin: 'https://evil.example' })).status).toBe(403)
  expect((await send('POST', '', text, { ...cookie, origin: server.url })).status).toBe(200)
})
