import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@quarterdeck/db/testing'
import { createTracker } from '@quarterdeck/sdk/node'
import { expect, test } from 'vitest'
import { makeDataPlace } from './testing/data-place.ts'
import { startProcess } from './testing/process.ts'
import { writeKey } from './testing/server.ts'

// When the server is killed, counted from when it was ready, in milliseconds. The same every time; to try others:
const seed = Number(process.env.QUARTERDECK_TEST_SEED ?? 4_400)
const kills = 4

/** A small seeded generator (a linear congruential one, Numerical Recipes 7.1.4): times to kill at need no more. */
function createRandom(from: number): () => number {
  let state = from >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

interface Sender {
  tracked: string[]
  acknowledged: Set<string>
  /** Begins to track without a pause; the function that it gives stops that and waits for everything to arrive. */
  begin: () => () => Promise<boolean>
}

const idsOf = (body: unknown): string[] =>
  [...String(body).matchAll(/"id":"([0-9a-f-]{36})"/g)].flatMap(([, id]) => id ?? [])

/** The SDK's own tracker, of which we only listen to the answers it gets and shorten its waits. */
function createSender(url: string, directory: string): Sender {
  const tracked: string[] = []
  const acknowledged = new Set<string>()
  const tracker = createTracker({
    ...{ url, writeKey, directory, flushIntervalMs: 5, maxQueued: 1_000_000 },
    clock: { now: Date.now, after: (ms, run) => void setTimeout(run, Math.min(ms, 50)) },
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      if (response.ok) for (const id of idsOf(init?.body)) acknowledged.add(id)
      return response
    },
  })
  return {
    tracked,
    acknowledged,
    begin() {
      const timer = setInterval(() => {
        for (let count = 0; count < 5; count++) tracked.push(tracker.track('tick', { count }) ?? 'dropped')
      }, 2)
      return async () => {
        clearInterval(timer)
        while (!(await tracker.flush())) await sleep(20)
        return tracker.shutdown()
      }
    },
  }
}

test(`a server that is killed loses nothing that it acknowledged, and stores nothing twice (seed ${seed})`, async () => {
  await using place = await makeDataPlace()
  const random = createRandom(seed)
  const env = { ...place.env, PORT: String(await freePort()) }
  let server = await startProcess(env)
  const senders = [1, 2, 3].map(number => createSender(server.url, join(place.folder, `sender-${number}`)))
  const ends = senders.map(sender => sender.begin())
  const acknowledgedAt: number[] = []
  const count = () => senders.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
  for (let kill = 0; kill < kills; kill++) {
    const before = count()
    while (count() === before) await sleep(5)
    await sleep(50 + random() * 700)
    expect(await server.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    acknowledgedAt.push(count() - before)
    server = await startProcess(env)
  }
  expect(await Promise.all(ends.map(end => end()))).toEqual([true, true, true])
  await server.kill('SIGTERM')

  expect(acknowledgedAt.filter(number => number === 0)).toEqual([])
  const rows = await place.look(database => database.run<{ id: string }>('select id from events'))
  const stored = new Set(rows.map(({ id }) => id))
  const tracked = senders.flatMap(sender => sender.tracked)
  const acknowledged = senders.flatMap(sender => [...sender.acknowledged])
  expect(acknowledged.filter(id => !stored.has(id))).toEqual([])
  expect(tracked.filter(id => !stored.has(id))).toEqual([])
  expect([rows.length, stored.size]).toEqual([tracked.length, tracked.length])
}, 300_000)
