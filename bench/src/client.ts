/** A message of `live.changes`, as far as a bench looks at it. */
export interface LiveMessage {
  type: 'ready' | 'changes'
  topics?: string[]
}

/** What a signed-in console does with the server: plain HTTP as tRPC spells it, without a client library's own cost. */
export interface Client {
  query: <Answer>(procedure: string, input?: object) => Promise<Answer>
  mutate: <Answer>(procedure: string, input: object) => Promise<Answer>
  /** Holds a live stream open until the signal; settles when the first message is there. */
  follow: (onMessage: (message: LiveMessage) => void, signal: AbortSignal) => Promise<void>
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  // The answer type is the caller's word for what the procedure gives.
  const body = (await response.json()) as { result?: { data: Answer }; error?: { message: string } }
  if (!body.result) throw new Error(`${response.url}: ${body.error?.message ?? response.status}`)
  return body.result.data
}

async function readStream(
  stream: ReadableStream<Uint8Array>,
  onMessage: (message: LiveMessage) => void,
): Promise<void> {
  let rest = ''
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + part).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const data = /^data: (\{"type".*)$/m.exec(block)?.[1]
      // The router types what it streams; anything else begins otherwise.
      if (data) onMessage(JSON.parse(data) as LiveMessage)
    }
  }
}

export interface Credentials {
  email: string
  password: string
}

/** Signs somebody in, or makes them an account first. */
export async function openClient(
  address: string,
  credentials: Credentials,
  how: 'signIn' | 'signUp' = 'signIn',
): Promise<Client> {
  const post = (procedure: string, input: object, headers: Record<string, string>) =>
    fetch(`${address}/trpc/${procedure}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
  const { token } = await answerOf<{ token: string }>(await post(`auth.${how}`, credentials, {}))
  const headers = { authorization: `Bearer ${token}` }
  return {
    query: async (procedure, input = {}) =>
      answerOf(
        await fetch(`${address}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers }),
      ),
    mutate: async (procedure, input) => answerOf(await post(procedure, input, headers)),
    follow: async (onMessage, signal) => {
      const { body, ok, status } = await fetch(`${address}/trpc/live.changes`, { headers, signal })
      if (!body || !ok) throw new Error(`The live stream was refused: ${status}`)
      await new Promise<void>((resolve, reject) => {
        const ended = (error?: unknown) => {
          if (!signal.aborted) reject(error ?? new Error('The live stream ended'))
        }
        readStream(body, message => {
          resolve()
          onMessage(message)
        }).then(ended, ended)
      })
    },
  }
}
