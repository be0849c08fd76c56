import { newId } from '@quarterdeck/core/kernel'
import type { Database } from '@quarterdeck/db'
import type { BatchResult, TrackedEvent } from '@quarterdeck/sdk'
import { writeKey } from './server.ts'

/** A good event of now. */
export const event = (more: Partial<TrackedEvent> = {}): TrackedEvent => ({
  id: newId(),
  name: 'opened',
  timestamp: new Date().toISOString(),
  visitId: 'visit-1',
  ...more,
})

export interface Answer {
  status: number
  headers: Headers
  /** What an ingest route answers; on errors `error`, `message` and `requestId`. */
  body: Partial<BatchResult> & { error?: string; message?: string; requestId?: string }
}

type Body = string | Uint8Array<ArrayBuffer>

/** Sends a body as it is, with the write key unless the headers say otherwise. */
export async function post(url: string, body: Body, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-write-key': writeKey, ...headers },
  })
  const text = await response.text()
  // The contract under test: every answer of these routes is JSON; a test that finds another fails here with its text.
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as Answer['body'] }
}

export const send = (server: { url: string }, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  post(`${server.url}/v1/batch`, JSON.stringify(body), headers)

export interface StoredEvent {
  id: string
  name: string
  visit_id: string
  anonymous_id: string | null
  user_id: string | null
  step: string | null
  device: string | null
  country: string | null
  app_version: string | null
  error_type: string | null
  error_message: string | null
  properties: Record<string, unknown> | null
  source: string
  /** Milliseconds since the epoch. */
  occurred: number
  client: number
}

/** Everything stored, in the order in which it happened. */
export const storedEvents = (database: Database): Promise<StoredEvent[]> =>
  database.run<StoredEvent>(`select *, (extract(epoch from occurred_at) * 1000)::float8 as occurred,
    (extract(epoch from client_at) * 1000)::float8 as client from events order by occurred_at, id`)

export async function storedIds(database: Database): Promise<Set<string>> {
  return new Set((await database.run<{ id: string }>('select id from events')).map(({ id }) => id))
}
