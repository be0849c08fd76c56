import type { LiveMessage } from '@quarterdeck/trpc'

export interface LiveStream {
  status: number
  contentType: string
  /** Messages so far, in order. */
  messages: LiveMessage[]
  /** What the stream was refused with: its answer is 200 all the same, which is how tRPC streams. */
  refusals: string[]
  /** Names of all events of the stream so far, pings among them. */
  events: string[]
  /** Resolves when the stream has ended, however it did. */
  ended: Promise<void>
  abort: () => void
}

/** Opens `live.changes` as a browser does: server-sent events over a GET. */
export async function openLiveStream(url: string, headers: Record<string, string>): Promise<LiveStream> {
  const control = new AbortController()
  const response = await fetch(`${url}/trpc/live.changes`, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: control.signal,
  })
  const messages: LiveMessage[] = []
  const events: string[] = []
  const refusals: string[] = []
  const read = async () => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1] ?? 'message'
        const data = /^data: (.*)$/m.exec(block)?.[1]
        events.push(name)
        // What the typed router yields, as JSON.
        if (name === 'serialized-error' && data) refusals.push(JSON.parse(data).data.code)
        if (name === 'message' && data) messages.push(JSON.parse(data) as LiveMessage)
      }
    }
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    messages,
    events,
    refusals,
    ended: read().catch(() => {}),
    abort: () => control.abort(),
  }
}
