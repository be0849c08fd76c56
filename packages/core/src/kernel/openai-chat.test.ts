import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { bareStream, cutStream, failingStream, stalledStream, streaming } from '../testing/chat-replies.ts'
import { failing, type ModelServer, type Reply, silent, startModelServer } from '../testing/model-server.ts'
import { type ChatRequest, createOpenAi, type Llm } from './index.ts'

const words = 'You have 30 days to return it, and the money is back within a week.'

describe('talk with a model', () => {
  let server: ModelServer
  let llm: Llm
  let heard: string[]
  beforeAll(async () => {
    server = await startModelServer()
    // Limits for whom tests do not wait: those of the product.
    llm = createOpenAi({ apiKey: 'sk-test', baseUrl: server.url, model: 'gpt-4.1' })
  })
  afterAll(() => server.close())

  const ask = (replies: Reply[], more: Partial<ChatRequest> = {}) => {
    heard = []
    server.replyWith(...replies)
    return llm.chat({
      messages: [{ role: 'user', content: 'How long?' }],
      maxTokens: 500,
      onText: text => void heard.push(text),
      ...more,
    })
  }

  it('is heard as it comes, and ends with what it took', async () => {
    const answer = await ask([streaming(words)])
    expect(answer).toMatchObject({
      ...{ text: words, toolCalls: [], failure: null, model: 'gpt-4.1-2025-04-14' },
      ...{ promptTokens: 1_200, completionTokens: 150, costMicros: 3_600 },
    })
    expect(heard.length).toBeGreaterThan(5)
    expect(heard.at(-1)).toBe(words)
    for (const [index, text] of heard.entries()) expect(text.startsWith(heard[index - 1] ?? '')).toBe(true)
    expect(server.asked[0]?.body).toMatchObject({
      ...{ model: 'gpt-4.1', stream: true, stream_options: { include_usage: true }, max_completion_tokens: 500 },
    })
  })

  it('carries tools there, their calls back, and what came of them there again', async () => {
    const tools = [{ name: 'search', description: 'Looks it up', parameters: { type: 'object' } }]
    const first = await ask([streaming('', { calls: [{ name: 'search', input: { query: 'returns' } }] })], { tools })
    expect(first).toMatchObject({ text: '', toolCalls: [{ name: 'search', input: '{"query":"returns"}' }] })
    expect(server.asked[0]?.body).toMatchObject({ tools: [{ type: 'function', function: tools[0] }] })
    const toolCalls = first.toolCalls
    const messages = [
      { role: 'assistant' as const, content: '', toolCalls },
      { role: 'tool' as const, content: 'found', toolCallId: toolCalls[0]?.id ?? '' },
    ]
    await ask([streaming(words)], { messages, model: 'other', temperature: 0.2 })
    expect(server.asked[0]?.body).toMatchObject({
      ...{ model: 'other', temperature: 0.2 },
      messages: [
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_0', function: { name: 'search' } }] },
        { role: 'tool', tool_call_id: 'call_0', content: 'found' },
      ],
    })
  })

  it('does with a server that says only what it must', async () => {
    expect(await ask([bareStream(words)])).toMatchObject({
      ...{ text: words, failure: null, model: 'gpt-4.1', promptTokens: null, costMicros: null },
    })
  })

  it.each<[string, Reply[]]>([
    ['was cut politely', [cutStream('You have 30'), streaming(words)]],
    ['was cut', [cutStream('You have 30', { politely: false }), streaming(words)]],
    ['became an error', [failingStream('You have 30'), streaming(words)]],
  ])('asks again, once, when an answer %s, and says that it begins anew', async (_, replies) => {
    expect(await ask(replies)).toMatchObject({ text: words, failure: null })
    expect(heard).toContain('')
    expect(heard.at(-1)).toBe(words)
    expect(server.asked).toHaveLength(2)
  })

  it('waits for a server that is busy or broken', async () => {
    const busy = failing(429, { 'retry-after-ms': '50' })
    expect(await ask([busy, failing(500, { 'retry-after-ms': '50' }), streaming(words)])).toMatchObject({ text: words })
    expect(server.asked).toHaveLength(3)
  })

  describe('whose silence is measured', () => {
    // Turned by hand: a machine that is busy for a moment must not count as a silent server.
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())
    const saidOf = (text: string) => expect.poll(() => heard.at(-1)).toBe(text)
    const wait = (seconds: number) => vi.advanceTimersByTime(seconds * 1_000)

    it('takes a slow answer that never falls silent', async () => {
      const answer = ask([streaming('You have 30 days to', { pace: 15_000 })])
      await expect.poll(() => server.asked.length).toBe(1)
      for (const text of ['You have', 'You have 30 days', 'You have 30 days to']) {
        wait(15)
        await saidOf(text)
      }
      expect(await answer).toMatchObject({ text: 'You have 30 days to', failure: null })
    })

    it('asks again, once, when an answer fell silent, and says that it begins anew', async () => {
      const answer = ask([stalledStream('You'), streaming(words)])
      await saidOf('You')
      wait(20)
      expect(await answer).toMatchObject({ text: words, failure: null })
      expect(heard).toContain('')
      expect(server.asked).toHaveLength(2)
    })

    it('says that it fell silent when it does each time', async () => {
      const answer = ask([stalledStream('You')])
      await saidOf('You')
      wait(20)
      await expect.poll(() => server.asked.length).toBe(2)
      await saidOf('You')
      wait(20)
      expect(await answer).toMatchObject({ text: null, failure: 'The model fell silent for 20 s' })
    })
  })

  it.each<[string, RegExp, Reply, Partial<ChatRequest>]>([
    ['is cut each time', /broke off/, cutStream('You'), {}],
    ['is cut off', /connection broke|broke off|reached/, cutStream('You', { politely: false }), {}],
    ['says nothing', /within \d s/, silent, { timeLimit: 1_000 }],
    ['is too slow in all', /within 1 s/, streaming(words, { pace: 300 }), { timeLimit: 1_000 }],
    ['is empty', /empty/, streaming(''), {}],
    ['is too long', /cut off before/, streaming(words, { finish: 'length' }), {}],
    ['is held back', /held the answer back/, streaming('', { finish: 'content_filter' }), {}],
    ['is a refusal', /refused: No/, streaming('', { refusal: 'No.' }), {}],
    ['is an error', /overloaded/, failingStream('You'), {}],
    ['is 401', /answered 401/, failing(401), {}],
    ['is 500 for ever', /answered 500/, failing(500, { 'retry-after-ms': '10' }), {}],
    ['is no stream', /other than JSON|broke off/, response => response.writeHead(200).end('<html>'), {}],
  ])('says in a line why there is none when the answer %s', async (_, failure, reply, more) => {
    const answer = await ask([reply], more)
    expect(answer).toMatchObject({ text: null, toolCalls: [], failure: expect.stringMatching(failure) })
  })

  it('ends when it is no longer wanted', async () => {
    const stop = new AbortController()
    const answer = ask([streaming(words, { pace: 100 })], { signal: stop.signal })
    setTimeout(() => stop.abort(), 250)
    expect(await answer).toMatchObject({ text: null, failure: 'The answer was no longer wanted' })
  })
})
