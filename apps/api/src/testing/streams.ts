export interface OpenStream {
  /** What came until the first whole message that is no `connected`. */
  first: string
  close: () => void
}

/** Opens `live.changes`. A refusal comes as a message too: tRPC has sent its 200 by then. */
export async function openStream(url: string, headers: Record<string, string>): Promise<OpenStream> {
  const ended = new AbortController()
  const response = await fetch(`${url}/trpc/live.changes`, { headers, signal: ended.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let first = ''
  while (reader && !/^data: \{.*(type|code).*\}\n\n/m.test(first)) {
    const { value, done } = await reader.read()
    if (done) break
    first += value
  }
  return { first, close: () => ended.abort() }
}

export async function firstOfStream(url: string, headers: Record<string, string>): Promise<string> {
  const { first, close } = await openStream(url, headers)
  close()
  return first
}
