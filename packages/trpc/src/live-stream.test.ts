import { once } from 'node:events'
import type { ChangeMessage, Deps } from '@quarterdeck/core/kernel'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createContext } from './context.ts'
import { openLiveStream } from './live-stream.ts'
import { origin, signUpFresh } from './testing/world.ts'

let world: TestWorld
let token: string
beforeAll(async () => {
  world = await createTestWorld()
  await world.makeWorkspace()
  token = (await signUpFresh(world.deps)).token
})
afterAll(() => world.close())

/** A feed that says what the test says, and counts what it was asked for. */
function feedOf(say: (signal: AbortSignal) => AsyncGenerator<ChangeMessage, void, void>) {
  const state = { open: 0, said: 0 }
  const changes: Deps['changes'] = {
    async *subscribe(_workspaceId, signal) {
      state.open++
      try {
        for await (const message of say(signal)) {
          state.said++
          yield message
        }
      } finally {
        state.open--
      }
    },
    streams: () => state.open,
    close: async () => {},
  }
  return { state, changes }
}

function open(changes: Deps['changes'], onError = vi.fn()) {
  const facts = { origin, token, workspaceId: null, setSessionCookie: null }
  const weight = { calls: 1, events: 0, stream: true }
  return openLiveStream(createContext({ ...world.deps, changes }, { ...facts, weight }), undefined, onError)
}

const patient = { timeout: 30_000 }
const topics = [`a-workspace:${'x'.repeat(1_000)}`]

it('asks for no more than its reader takes, and lets go when the reader leaves', async () => {
  const { state, changes } = feedOf(async function* (signal) {
    while (!signal.aborted) yield { type: 'changes', topics }
  })
  const stream = open(changes)
  await vi.waitFor(() => expect(state.said).toBeGreaterThan(10), patient)
  await new Promise(resolve => setTimeout(resolve, 100))
  // Of a feed without end, which goes on as fast as it is asked.
  expect(state.said).toBeLessThan(200)
  expect(state.open).toBe(1)
  expect(stream.readableLength).toBeLessThan(200_000)
  stream.destroy()
  await vi.waitFor(() => expect(state.open).toBe(0), patient)
})

it('says what ended it as tRPC does, without the text of an error that nobody expected', async () => {
  const { state, changes } = feedOf(async function* () {
    yield { type: 'changes', topics: ['a:b'] }
    throw new Error('a secret of ours')
  })
  const onError = vi.fn()
  const stream = open(changes, onError).setEncoding('utf8')
  let text = ''
  stream.on('data', part => (text += part))
  await once(stream, 'end')
  const [connected, change, error] = text.split('\n\n')
  expect(connected).toBe('event: connected\ndata: {"reconnectAfterInactivityMs":25000}')
  expect(change).toBe('data: {"type":"changes","topics":["a:b"]}')
  expect(error).toMatch(/^event: serialized-error\ndata: .*"code":"INTERNAL_SERVER_ERROR"/)
  expect(text).not.toContain('secret')
  expect(onError).toHaveBeenCalledOnce()
  expect(state.open).toBe(0)
})

it('says that it is over when its feed is', async () => {
  const { changes } = feedOf(async function* () {})
  const stream = open(changes).setEncoding('utf8')
  let text = ''
  stream.on('data', part => (text += part))
  await once(stream, 'end')
  expect(text.endsWith('event: return\ndata: \n\n')).toBe(true)
})
