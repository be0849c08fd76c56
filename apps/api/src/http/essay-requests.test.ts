import type { EssayConflict } from '@quarterdeck/core/essay-requests'
import { TRPCClientError } from '@trpc/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUp, type TestPerson } from '../testing/conversation.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let customer: TestPerson
let editor: TestPerson
beforeAll(async () => {
  server = await startTestServer()
  customer = await signUp(server, 'customer')
  editor = await signUp(server, 'agent', 'agent')
})
afterAll(() => server[Symbol.asyncDispose]())

const order = {
  ...{ studentName: 'Ana Silva', studentEmail: 'ana@example.com', applicationType: 'Undergraduate' },
  ...{ programPrompt: 'Why do you want to study here?', turnaround: 'standard' as const },
}
const create = (content: string | object) => customer.client.essayRequests.create.mutate({ ...order, content })

async function refusal(asked: Promise<unknown>) {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof TRPCClientError)) throw error ?? new Error('It was not refused')
  return error
}

test('who saves too late is given the newer text with the refusal', async () => {
  const { id } = await create('I want to learn.')
  const drafts = editor.client.essayRequests.saveDraft
  await drafts.mutate({ id, content: 'Theirs', baseVersion: 0 })
  const error = await refusal(drafts.mutate({ id, content: 'Mine', baseVersion: 0 }))
  expect(error.data).toMatchObject({ code: 'CONFLICT', details: { newer: { version: 1 }, keptAs: 2 } })
  // The contract under test.
  const { newer, keptAs } = error.data.details as EssayConflict
  expect(JSON.stringify(newer.content)).toContain('Theirs')
  const kept = await editor.client.essayRequests.version.query({ id, version: keptAs ?? 0 })
  expect(JSON.stringify(kept.content)).toContain('Mine')
})

test('a paste of 5 MB is refused with words, one of a megabyte is taken whole', async () => {
  const text = (times: number) => 'עברית 𝔘𝔫𝔦 '.repeat(times)
  const paste = text(250_000)
  expect(Buffer.byteLength(paste)).toBeGreaterThan(5_000_000)
  const error = await refusal(create(paste))
  expect([error.data?.httpStatus, error.message]).toEqual([413, 'This is too large: a request may take 2 MB'])
  const [field] = (await refusal(create(text(60_000)))).data?.issues ?? []
  expect(field).toMatchObject({ path: 'content', message: expect.stringContaining('1,024 KB are allowed') })
  const content = {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: text(40_000) }] }],
  }
  const { id } = await create(content)
  expect((await customer.client.essayRequests.get.query({ id })).original).toEqual(content)
})

test('a link that does not work says nothing of why', async () => {
  const { id } = await create('I want to learn.')
  const { essayRequests } = editor.client
  await essayRequests.saveDraft.mutate({ id, content: 'I want to learn more.', baseVersion: 0 })
  await essayRequests.finish.mutate({ id })
  const { url, id: shareId } = await essayRequests.share.mutate({ id })
  const token = new URL(url).searchParams.get('token') ?? ''
  const look = async (given: string) => {
    const input = encodeURIComponent(JSON.stringify({ token: given }))
    const answer = await fetch(`${server.url}/trpc/essayRequests.viewShared?input=${input}`)
    const headers = ['cache-control', 'content-type', 'content-length'].map(name => answer.headers.get(name))
    return { status: answer.status, headers, text: (await answer.text()).replace(/"requestId":"[^"]*"/, '') }
  }
  const shown = await look(token)
  expect([shown.status, shown.headers[0]]).toEqual([200, 'no-store'])
  expect(shown.text).toContain('I want to learn more.')
  await essayRequests.revokeShare.mutate({ id: shareId })
  const revoked = await look(token)
  expect(revoked.status).toBe(404)
  expect(await look(`${token.slice(0, -1)}_`)).toEqual(revoked)
  expect(server.logged.join('')).not.toContain(token)
})
