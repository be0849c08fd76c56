import { createConversation } from '@quarterdeck/core/support'
import type { TestServer } from './server.ts'

const password = 'correct horse battery'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export interface TestPerson {
  id: string
  token: string
  client: ReturnType<TestServer['client']>
}

/** Signs somebody up in the first workspace, with this role. */
export async function signUp(server: TestServer, name: string, role = 'member'): Promise<TestPerson> {
  const email = `${name}-${crypto.randomUUID()}@example.com`
  const { token, person } = await server.client().auth.signUp.mutate({ email, password, name })
  await server.deps.database.run('update members set role = $1 where person_id = $2', [role, person.id])
  return { id: person.id, token, client: server.client(bearer(token)) }
}

/** A conversation of a customer, begun by the product itself. */
export async function beginConversation(server: TestServer, personId: string): Promise<string> {
  const input = { channel: 'web', priority: 'medium', metadata: {}, personId } as const
  return (await createConversation(server.deps, server.scope, input)).id
}

export interface HeardEvent {
  /** The stream's id of it; null for what only passes. */
  id: string | null
  data: { type: string; message?: { id: string; seq: number; content: string }; [key: string]: unknown }
}

export interface Listener {
  events: HeardEvent[]
  /** Resolves when the server has ended the stream, or it was cut. */
  ended: Promise<void>
  cut: () => void
}

/** Listens to one conversation once, as a browser's EventSource would, from the id on that it was last given. */
export async function listenOnce(
  server: TestServer,
  token: string,
  conversationId: string,
  lastEventId: string | null,
): Promise<Listener> {
  const control = new AbortController()
  const input = encodeURIComponent(JSON.stringify({ conversationId, ...(lastEventId !== null && { lastEventId }) }))
  const response = await fetch(`${server.url}/trpc/messages.onEvent?input=${input}`, {
    headers: { accept: 'text/event-stream', ...bearer(token) },
    signal: control.signal,
  })
  const events: HeardEvent[] = []
  const read = async () => {
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
        const data = field('data')
        // What the typed router yields, as JSON.
        if (!field('event') && data)
          events.push({ id: field('id') || null, data: JSON.parse(data) as HeardEvent['data'] })
        if (field('event') === 'serialized-error') throw new Error(`The stream was refused: ${data}`)
      }
    }
  }
  return { events, ended: read().catch(error => ignoreCut(error, control.signal)), cut: () => control.abort() }
}

function ignoreCut(error: unknown, signal: AbortSignal): void {
  if (!signal.aborted) throw error
}
