import { createKey } from '@quarterdeck/core/identity'
import { newId } from '@quarterdeck/core/kernel'
import { reports } from '@quarterdeck/db'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let owner: Record<string, string>
let id: string

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

beforeAll(async () => {
  server = await startTestServer()
  owner = bearer(await server.signIn())
  id = newId()
  const text = 'Fixed <script>alert(1)</script> in `cart`'
  await server.deps.db.insert(reports).values({
    ...{ id, workspaceId: server.scope.workspaceId, kind: 'daily', title: 'Daily report, 2 March 2026' },
    ...{ timeZone: 'UTC', periodStart: new Date('2026-03-02'), periodEnd: new Date('2026-03-03') },
    ...{ localDate: '2026-03-02', status: 'ready' },
    sections: [{ key: 'work', title: 'Work completed', bullets: [{ text, citations: [] }] }],
  })
})
afterAll(() => server[Symbol.asyncDispose]())

async function download(name: string, headers: Record<string, string>) {
  const response = await fetch(`${server.url}/v1/reports/${name}`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, text: bytes.toString('latin1') }
}

test('a report is a file in each form, and brings no script with it', async () => {
  const markdown = await download(`${id}.md`, owner)
  expect([markdown.status, markdown.headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
  expect(markdown.headers.get('content-disposition')).toBe('attachment; filename="daily-report-2026-03-02.md"')
  expect(markdown.text).toContain('- Fixed \\<script>alert(1)\\</script> in `cart`')
  const page = await download(`${id}.html`, owner)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers.get('content-security-policy')).toContain('sandbox')
  expect(page.text).toContain('<li>Fixed &lt;script&gt;alert(1)&lt;/script&gt; in <code>cart</code></li>')
  const pdf = await download(`${id}.pdf`, owner)
  expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(pdf.text).toMatch(/^%PDF-1\.\d/)
})

test('only those get it who may read', async () => {
  const keyTo = async (scope: 'read' | 'ingest') =>
    bearer((await createKey(server.deps.db, server.scope, { name: newId(), scopes: [scope] })).key)
  const statuses = async (headers: Record<string, string>) =>
    Promise.all(['md', 'html', 'pdf'].map(async form => (await download(`${id}.${form}`, headers)).status))
  expect(await statuses({})).toEqual([401, 401, 401])
  expect(await statuses(await keyTo('ingest'))).toEqual([403, 403, 403])
  expect(await statuses(await keyTo('read'))).toEqual([200, 200, 200])
  for (const other of [`${newId()}.md`, 'nonsense.html', `${id}.docx`])
    expect([other, (await download(other, owner)).status]).toEqual([other, 404])
})
