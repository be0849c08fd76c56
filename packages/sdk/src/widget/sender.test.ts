import { expect, it, vi } from 'vitest'
import { eventually } from '../testing/eventually.ts'
import { CallError, type Client } from './client.ts'
import { createOutbox } from './outbox.ts'
import { createSender } from './sender.ts'
import { createStore, type Ports } from './state.ts'

/** A storage as a browser has it, and a server that answers what the test says. */
function setUp(
  answer: (input: { content: string; clientId: string }) => Promise<unknown>,
  kept = new Map<string, string>(),
) {
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const asked: { content: string; clientId: string }[] = []
  const client = {
    mutate: (_path: string, input: { content: string; clientId: string }) => {
      asked.push(input)
      return answer(input)
    },
    // The sender calls nothing else.
  } as unknown as Client
  let id = 0
  const outbox = createOutbox(() => storage, 'outbox')
  const ports: Ports = { client, outbox, newId: () => `id${id++}`, onRefused: () => false, onChange: () => {} }
  return { sender: createSender(createStore(ports), ports), asked, kept }
}

it('sends in order, and again under the same id until it arrived, through a reload too', async () => {
  vi.useFakeTimers()
  const first = setUp(async () => {
    throw new CallError('network', 'away')
  })
  first.sender.add('c', 'one', [])
  first.sender.add('c', 'two', [])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(first.asked.map(({ content }) => content)).toEqual(['one', 'one'])
  const second = setUp(async () => ({}), first.kept)
  await second.sender.flush()
  expect(second.asked.map(({ content, clientId }) => `${content} ${clientId}`)).toEqual(['one id0', 'two id1'])
  expect(second.kept.size).toBe(0)
  vi.useRealTimers()
})

it('shows what the server refuses for good, and goes on with the rest', async () => {
  const { sender, asked } = setUp(async ({ content }) => {
    if (content === 'bad') throw new CallError('BAD_REQUEST', 'Too long')
    return {}
  })
  sender.add('c', 'bad', [])
  sender.add('c', 'good', [])
  await eventually(() => expect(asked).toHaveLength(2))
  expect(sender.pending('c')).toMatchObject([{ content: 'bad', refused: 'Too long' }])
  sender.resend('id0')
  await eventually(() => expect(asked).toHaveLength(3))
})
