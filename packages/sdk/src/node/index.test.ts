import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Failure, reset, silence, startServer, status } from '../testing/server.ts'
import { createTracker } from './index.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tracker-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const start = (url: string, more = {}) => createTracker({ url, writeKey: 'wk_test', directory, ...more })

test('events reach the server by themselves', async () => {
  await using server = await startServer()
  const tracker = start(server.url, { flushIntervalMs: 10 })
  const id = tracker.track('job_done', { rows: 3 }) ?? ''
  await expect.poll(() => server.events.get(id)).toMatchObject({ name: 'job_done', properties: { rows: 3 } })
  expect(await tracker.shutdown()).toBe(true)
})

test('what could not be sent goes out at the next start', async () => {
  await using server = await startServer()
  server.failures.push(reset)
  const one = start(server.url)
  const ids = ['a', 'b', 'c'].map(name => one.track(name))
  expect(await one.shutdown()).toBe(false)
  const two = start(server.url)
  expect(await two.flush()).toBe(true)
  expect([...server.events.keys()]).toEqual(ids)
  await two.shutdown()
})

test('shutdown ends in time when the server does not answer', { timeout: 8_000 }, async () => {
  await using server = await startServer()
  server.failures.push(silence)
  const tracker = start(server.url)
  tracker.track('a')
  expect(await tracker.shutdown(200)).toBe(false)
})

test('the anonymous id and the choice outlive the process, the user does not', async () => {
  await using server = await startServer()
  const one = start(server.url)
  one.identify('u1')
  one.track('a')
  await one.shutdown()
  const two = start(server.url)
  two.track('b')
  await two.flush()
  const [, a, b] = [...server.events.values()]
  expect(b?.anonymousId).toBe(a?.anonymousId)
  expect(b?.visitId).not.toBe(a?.visitId)
  expect([a?.userId, b?.userId]).toEqual(['u1', undefined])
  two.optOut()
  await two.shutdown()
  expect(start(server.url).track('c')).toBeUndefined()
})

test('many people go through one tracker without being mixed up', async () => {
  await using server = await startServer()
  const tracker = start(server.url)
  tracker.identify('operator')
  tracker.forPerson({ userId: 'u1', visitId: 'v1', country: 'GB' }).track('a')
  tracker.forPerson({ anonymousId: 'a2' }).identify('u2', { plan: 'pro' })
  tracker.track('b')
  expect(await tracker.flush()).toBe(true)
  const [, one, two, own] = [...server.events.values()]
  expect(one).toMatchObject({ name: 'a', userId: 'u1', visitId: 'v1', country: 'GB' })
  expect(two).toMatchObject({ name: 'identify', userId: 'u2', anonymousId: 'a2', properties: { plan: 'pro' } })
  expect(own).toMatchObject({ name: 'b', userId: 'operator' })
  expect(new Set([one, two, own].map(event => event?.visitId)).size).toBe(3)
  expect(new Set([one, two, own].map(event => event?.anonymousId)).size).toBe(3)
  tracker.optOut()
  expect(tracker.forPerson({ userId: 'u1' }).track('c')).toBeUndefined()
  await tracker.shutdown()
})

test('without a place to write, events go from memory', async () => {
  await using server = await startServer()
  const tracker = start(server.url, { directory: '/dev/null/nowhere' })
  expect(tracker.track('a')).toBeDefined()
  expect(await tracker.flush()).toBe(true)
  expect(server.events.size).toBe(1)
  await tracker.shutdown()
})

test('an address may end with a slash', async () => {
  await using server = await startServer()
  const paths: unknown[] = []
  const look: Failure = (request, response) => {
    paths.push(request.url)
    response.end('{}')
  }
  server.failures.push(look, look)
  for (const url of [`${server.url}/`, `${server.url}/desk`]) {
    const tracker = start(url)
    tracker.track('a')
    await tracker.flush()
  }
  expect(paths).toEqual(['/v1/batch', '/desk/v1/batch'])
})

test('what only a person can mend is said once, as a warning of the process', async () => {
  await using server = await startServer()
  const warnings: string[] = []
  const listen = ({ name, message }: Error) => void (name === 'QuarterdeckWarning' && warnings.push(message))
  process.on('warning', listen)
  server.failures.push(status(401), status(404))
  for (const [index, url] of [server.url, server.url, 'desk.example.com'].entries()) {
    const tracker = start(url, { directory: `${directory}/${index}` })
    tracker.track('a')
    expect(await tracker.flush()).toBe(false)
    expect(await tracker.flush()).toBe(false)
  }
  await expect.poll(() => warnings.length).toBe(3)
  expect(warnings[0]).toContain('write key')
  expect(warnings[1]).toContain('no address of Quarterdeck')
  expect(warnings[2]).toContain('http:// or https://')
  process.off('warning', listen)
})
