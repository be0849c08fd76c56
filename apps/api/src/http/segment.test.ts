import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { post, storedEvents } from '../testing/events.ts'
import { startTestServer, type TestServer, writeKey } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const rows = async (userId: string) =>
  (await storedEvents(server.world.database)).filter(({ user_id }) => user_id === userId)

test('their package sends everything it can, unchanged', async () => {
  const errors: unknown[] = []
  const bodies: string[] = []
  const analytics = new Analytics({ writeKey, host: server.url, flushAt: 3 })
  analytics.on('error', error => errors.push(error))
  analytics.on('http_request', request => bodies.push(String(request.body)))
  const userId = 'customer-1'
  const context = { app: { version: '3.1' }, device: { type: 'mobile' }, location: { country: 'FR' } }
  analytics.identify({ userId, anonymousId: 'browser-1', traits: { name: 'Mei', plan: 'team' } })
  analytics.track({ userId, event: 'Order Paid', properties: { total: 12.5 }, context })
  analytics.page({ userId, name: 'Pricing', properties: { path: '/pricing' } })
  analytics.group({ userId, groupId: 'acme', traits: { seats: 4 } })
  analytics.alias({ userId, previousId: 'browser-1' })
  await analytics.closeAndFlush()
  expect(errors).toEqual([])

  const stored = await rows(userId)
  expect(new Map(stored.map(row => [row.name, row.properties]))).toEqual(
    new Map<string, unknown>([
      ['identify', { name: 'Mei', plan: 'team' }],
      ['Order Paid', { total: 12.5 }],
      ['page_view', { name: 'Pricing', path: '/pricing' }],
      ['group', { groupId: 'acme', seats: 4 }],
      ['alias', { previousId: 'browser-1' }],
    ]),
  )
  expect(stored.find(({ name }) => name === 'Order Paid')).toMatchObject({
    ...{ app_version: '3.1', device: 'mobile', country: 'FR', source: 'segment' },
  })

  for (const body of bodies) {
    const again = await post(`${server.url}/v1/batch`, body)
    expect(again.body).toMatchObject({ accepted: 0, rejected: [] })
    expect(again.body.duplicates).toBeGreaterThan(0)
  }
  expect(await rows(userId)).toHaveLength(5)
})

test('their retries after a lost answer make no second event', async () => {
  let lost = 0
  // Hands the request on, and loses the first two answers: what their package sees of a broken network.
  const proxy = createServer(async (request, response) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { authorization = '', 'content-type': type = '' } = request.headers
    const body = new Uint8Array(Buffer.concat(chunks))
    const answer = await fetch(`${server.url}${request.url}`, {
      method: 'POST',
      headers: { authorization, 'content-type': type },
      body,
    })
    const text = await answer.text()
    if (lost++ < 2) request.socket.destroy()
    else response.writeHead(answer.status).end(text)
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, so the address is an object.
  const host = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const analytics = new Analytics({ writeKey, host, flushAt: 2, maxRetries: 5 })
  analytics.track({ userId: 'customer-2', event: 'Clicked' })
  analytics.track({ userId: 'customer-2', event: 'Clicked' })
  await analytics.closeAndFlush()
  proxy.close()
  expect(lost).toBe(3)
  expect((await rows('customer-2')).map(({ name }) => name)).toEqual(['Clicked', 'Clicked'])
})
