import { createKey } from '@quarterdeck/core/identity'
import { newId } from '@quarterdeck/core/kernel'
import type { ApiKeyScope } from '@quarterdeck/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let owner: string

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signIn()
})
afterAll(() => server[Symbol.asyncDispose]())

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const keyFor = async (scope: ApiKeyScope) =>
  bearer((await createKey(server.deps.db, server.scope, { name: newId(), scopes: [scope] })).key)

async function upload(body: string, headers: Record<string, string>, query = '') {
  const response = await fetch(`${server.url}/v1/essays${query}`, { method: 'POST', body, headers })
  return { status: response.status, report: await response.json() }
}

const csv = [
  'Item ID;Draft;Words;Turnaround;Revenue;Item status;Submitted at',
  'u1;1;500;Standard;3000;Assigned;2026-03-01T00:00:00Z',
  'u2;0;500;Standard;3000;Assigned;2026-03-01T00:00:00Z',
].join('\n')

test('a file comes in, and the answer says what was refused', async () => {
  const { status, report } = await upload(
    csv,
    { ...bearer(owner), 'content-type': 'text/csv' },
    '?revenueUnit=minor&currency=eur',
  )
  expect([status, report]).toEqual([
    200,
    {
      ...{ inserted: 1, updated: 0, unchanged: 0, rejectedCount: 1 },
      rejected: [{ line: 3, code: 'invalid', message: expect.stringContaining('draft') }],
    },
  ])
  const line = {
    itemId: 'u3',
    draft: 1,
    wordCount: 5,
    turnaround: 'Urgent',
    revenue: 9.5,
    status: 'Assigned',
    submittedAt: '2026-03-02',
  }
  const json = await upload(JSON.stringify({ ...line, currency: 'EUR' }), {
    ...(await keyFor('write')),
    'content-type': 'text/plain',
  })
  expect(json).toMatchObject({ status: 200, report: { inserted: 1, rejectedCount: 0 } })
  const { items } = await server
    .client(bearer(owner))
    .essays.list.query({ filters: { from: '2026-03-01', to: '2026-03-02' } })
  expect(items.map(({ itemId, revenue, currency }) => [itemId, revenue, currency])).toEqual([
    ['u3', 950, 'EUR'],
    ['u1', 3_000, 'EUR'],
  ])
})

test('is for those who may change things', async () => {
  const statuses = async (headers: Record<string, string>) => (await upload(csv, headers)).status
  expect(await statuses({})).toBe(401)
  expect(await statuses(bearer('invented'))).toBe(401)
  expect(await statuses(await keyFor('read'))).toBe(403)
  expect(await statuses(await keyFor('ingest'))).toBe(403)
  expect(await statuses({ cookie: `qd_session=${owner}`, origin: 'https://evil.example' })).toBe(403)
})

test.each([
  ['nothing', '', '', 400],
  ['an unknown unit', csv, '?revenueUnit=cents', 400],
  ['no currency', csv, '?currency=money', 400],
  ['a quote that never ends', `${csv}\nu9;"${'x'.repeat(200_000)}`, '?revenueUnit=minor&currency=EUR', 200],
])('%s gets an answer', async (_what, body, query, status) => {
  expect((await upload(body, { ...bearer(owner), 'content-type': 'text/csv' }, query)).status).toBe(status)
})
