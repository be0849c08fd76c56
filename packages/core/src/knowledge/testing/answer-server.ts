import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface AnswerServer {
  /** Ends with `/v1`, as base URLs of OpenAI's client do. */
  url: string
  /** What the model was given with each request: the data, as text. */
  given: string[]
  /** The next answers: what the model says, or the status that its server fails with. */
  say: (answer: string | number) => void
  close: () => Promise<void>
}

/** A server that speaks chat completions on the loopback address, and says what it is told to. */
export async function startAnswerServer(): Promise<AnswerServer> {
  const given: string[] = []
  let next: string | number = 500
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { messages }: { messages: { content: string }[] } = JSON.parse(Buffer.concat(parts).toString())
    given.push(messages.at(-1)?.content ?? '')
    const [status, body] =
      typeof next === 'number'
        ? [next, { error: { message: `It is ${next}` } }]
        : [200, { model: 'm', choices: [{ index: 0, message: { content: next }, finish_reason: 'stop' }] }]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, so that its address is an object.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    given,
    say: answer => {
      next = answer
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
