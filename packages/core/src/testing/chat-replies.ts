import type { ServerResponse } from 'node:http'
import type { Reply } from './model-server.ts'

/** Answers of chat completions that come in pieces, as a server sends them: good ones and all the bad ones. */
type Piece = { content?: string; refusal?: string; tool_calls?: object[] }

const frame = (response: ServerResponse, body: object) => response.write(`data: ${JSON.stringify(body)}\n\n`)
const base = {
  ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-4.1-2025-04-14' },
}
const usage = { prompt_tokens: 1_200, completion_tokens: 150, total_tokens: 1_350 }

const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })
const say = (response: ServerResponse, delta: Piece, finish: string | null = null) =>
  frame(response, { ...base, choices: [{ index: 0, delta, finish_reason: finish }] })

/** Pieces of about eight characters: words are cut anywhere. */
const cut = (text: string): string[] => text.match(/[\s\S]{1,8}/g) ?? []

interface StreamOptions {
  finish?: 'stop' | 'length' | 'content_filter' | 'tool_calls'
  /** Milliseconds before each piece. */
  pace?: number
  /** The answer ends no sooner than this. */
  until?: Promise<void>
  calls?: { name: string; input: object | string }[]
  refusal?: string
}

async function send(response: ServerResponse, text: string, options: StreamOptions): Promise<void> {
  const { calls = [], pace = 0, refusal, until } = options
  begin(response)
  for (const piece of cut(text)) {
    if (pace) await new Promise(resolve => setTimeout(resolve, pace))
    say(response, { content: piece })
  }
  if (refusal) say(response, { refusal })
  for (const [index, { name, input }] of calls.entries()) {
    const whole = typeof input === 'string' ? input : JSON.stringify(input)
    say(response, { tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] })
    for (const piece of cut(whole)) say(response, { tool_calls: [{ index, function: { arguments: piece } }] })
  }
  await until
  say(response, {}, options.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'))
  frame(response, { ...base, choices: [], usage })
  response.end('data: [DONE]\n\n')
}

/** A whole answer in pieces. */
export const streaming =
  (text: string, options: StreamOptions = {}): Reply =>
  response =>
    void send(response, text, options)

/** A server without streaming numbers: no usage, no model, no [DONE]. */
export const bareStream =
  (text: string): Reply =>
  response => {
    begin(response)
    for (const piece of cut(text)) frame(response, { choices: [{ delta: { content: piece } }] })
    frame(response, { choices: [{ delta: {}, finish_reason: 'stop' }] })
    response.end()
  }

/** Part of an answer, and then the connection is gone: closed politely, or not. */
export const cutStream =
  (text: string, { politely = true } = {}): Reply =>
  response => {
    begin(response)
    for (const piece of cut(text)) say(response, { content: piece })
    setTimeout(() => (politely ? response.end() : response.destroy()), 20)
  }

/** Part of an answer, and then nothing more. */
export const stalledStream =
  (text: string): Reply =>
  response => {
    begin(response)
    for (const piece of cut(text)) say(response, { content: piece })
  }

/** An error that comes as a piece of the answer. */
export const failingStream =
  (text: string): Reply =>
  response => {
    begin(response)
    say(response, { content: text })
    frame(response, { error: { message: 'The engine is overloaded', type: 'server_error', param: null, code: null } })
    response.end()
  }
