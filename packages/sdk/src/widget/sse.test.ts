import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readEvents, type ServerEvent } from './sse.ts'

async function read(bytes: Uint8Array, cuts: readonly number[]): Promise<ServerEvent[]> {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
  const parts = edges.slice(1).map((end, index) => bytes.slice(edges[index], end))
  const found: ServerEvent[] = []
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
  for await (const event of readEvents(stream)) found.push(event)
  return found
}

it('reads the same events however the network cuts them, in the middle of letters too', async () => {
  const text =
    'event: connected\ndata: {}\n\nid: 7\ndata: {"text":"größer ✓"}\n\n: comment\n\nevent: ping\r\ndata: \r\n\r\ndata: broken'
  const bytes = new TextEncoder().encode(text)
  const whole = [
    { event: 'connected', data: '{}', id: null },
    { event: 'message', data: '{"text":"größer ✓"}', id: '7' },
    { event: 'message', data: '', id: null },
    { event: 'ping', data: '', id: null },
  ]
  expect(await read(bytes, [])).toEqual(whole)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async cuts => {
      expect(await read(bytes, cuts)).toEqual(whole)
    }),
  )
})
