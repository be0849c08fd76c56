export interface ServerEvent {
  event: string
  data: string
  id: string | null
}

/** Reads one block of lines between empty ones. */
function parse(block: string): ServerEvent {
  const found: ServerEvent = { event: 'message', data: '', id: null }
  const data: string[] = []
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const field = line.slice(0, colon)
    const value = line.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') found.event = value
    else if (field === 'id') found.id = value
  }
  return { ...found, data: data.join('\n') }
}

/**
 * Server-sent events of an answer. `EventSource` cannot send `Authorization`, and a token in an address ends up in logs.
 * Ends when the answer does; throws when it breaks off.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += decoder.decode(value, { stream: true })
      const blocks = text.split(/\r?\n\r?\n/)
      text = blocks.pop() ?? ''
      for (const block of blocks) yield parse(block)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
