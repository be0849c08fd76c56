import type { Clock } from './ports.ts'
import { maxWait, retryAfter } from './retry.ts'
import type { BatchResult } from './wire.ts'

export interface RequestOptions {
  url: string
  writeKey: string
  clock: Clock
  fetch: typeof fetch
  requestTimeoutMs: number
}

/** What became of a batch. Empty when there was no answer that counts. */
export interface Answer {
  /** Acknowledged: how many of its events were refused for good. */
  rejected?: number
  /** Not as a whole: 400 or 413. */
  refused?: boolean
  /** Not now: how long to leave the server alone, in milliseconds. */
  wait?: number
}

/** Sends serialised events as one batch. Never rejects. */
export async function postBatch(
  options: RequestOptions,
  events: readonly string[],
  keepalive: boolean,
): Promise<Answer> {
  const { clock } = options
  try {
    const response = await options.fetch(options.url.replace(/\/*$/, '/v1/batch'), {
      method: 'POST',
      headers: { authorization: `Bearer ${options.writeKey}`, 'content-type': 'application/json' },
      body: `{"events":[${events}],"sentAt":"${new Date(clock.now()).toISOString()}"}`,
      keepalive,
      signal: AbortSignal.timeout(options.requestTimeoutMs),
    })
    const { status } = response
    if (response.ok) {
      // Read to its end: a page of a hotel's network also says 200, but does not count events.
      const result: Partial<BatchResult> = await response.json()
      return result.accepted !== undefined ? { rejected: result.rejected?.length ?? 0 } : {}
    }
    if (status === 400 || status === 413) return { refused: true }
    // Wrong key or address: only a person can mend it, so ask seldom.
    if (status < 500 && status !== 408 && status !== 429) return { wait: maxWait }
    return { wait: retryAfter(response.headers.get('retry-after'), clock.now()) }
  } catch {
    // No network, cut off, or too slow.
    return {}
  }
}
