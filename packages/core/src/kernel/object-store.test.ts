import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openS3Server, type S3Server, type StorageFault } from '../testing/s3-server.ts'
import { createObjectStore, type ObjectStore } from './object-store.ts'

let server: S3Server
let store: ObjectStore
const quick = { delay: 5, patience: 1_000 }
beforeAll(async () => {
  server = await openS3Server()
})
beforeEach(() => void server.asked.splice(0))
afterAll(() => server.close())

async function read(key: string): Promise<string | null> {
  const found = await store.get(key)
  return found && (await found.toArray()).map(String).join('')
}

test('an object is kept, read and removed, each by a request that is signed', async () => {
  // Nothing is to be tried again here, however busy the machine is.
  store = createObjectStore(server.settings)
  await store.put('attachments/a/1', Buffer.from('ein Text, ü'), 'text/plain')
  expect(server.objects.get('attachments/a/1')?.type).toBe('text/plain')
  expect(await read('attachments/a/1')).toBe('ein Text, ü')
  await store.remove('attachments/a/1')
  await store.remove('attachments/a/1')
  expect(await read('attachments/a/1')).toBeNull()
  expect(server.asked).toHaveLength(5)
})

describe('what goes wrong', () => {
  beforeAll(() => {
    store = createObjectStore(server.settings, quick)
  })

  test.each<[StorageFault]>([['busy'], ['silent']])('%s twice: the third try does it', async fault => {
    server.spoil(fault, fault)
    await store.put('retried', Buffer.from(fault), 'text/plain')
    expect(await read('retried')).toBe(fault)
    expect(server.asked.filter(line => line.startsWith('PUT'))).toHaveLength(3)
  })

  test.each<[StorageFault, RegExp, number]>([
    ['busy', /answered 503: SlowDown: Please reduce/, 3],
    ['silent', /did not answer: nothing in 1000 ms/, 3],
    ['denied', /answered 403: AccessDenied/, 1],
  ])('%s for good: it is said so, after %s', async (fault, said, tries) => {
    server.spoil(fault, fault, fault)
    await expect(store.remove('any')).rejects.toThrow(said)
    expect(server.asked).toHaveLength(tries)
    for (let left = 3 - tries; left > 0; left--) await store.remove('any').catch(() => null)
  })

  test('another secret, another bucket, nobody there', async () => {
    const other = (change: object) => createObjectStore({ ...server.settings, ...change }, quick)
    await expect(other({ secretAccessKey: 'wrong' }).get('x')).rejects.toThrow(/403: SignatureDoesNotMatch/)
    await expect(other({ accessKeyId: 'AKIAOTHER' }).get('x')).rejects.toThrow(/403: InvalidAccessKeyId/)
    await expect(other({ bucket: 'another' }).get('x')).rejects.toThrow(/404: NoSuchBucket/)
    await expect(other({ endpoint: 'http://127.0.0.1:9' }).get('x')).rejects.toThrow(/did not answer/)
  })

  test('an object that breaks off fails in the hands of its reader', async () => {
    await store.put('long', Buffer.alloc(200_000, 'a'), 'text/plain')
    server.spoil('half')
    await expect(read('long')).rejects.toThrow()
  })
})
