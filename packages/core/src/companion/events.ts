import { companionMessages } from '@quarterdeck/db'
import { asc, gt } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, Scope } from '../kernel/index.ts'
import type { FollowThreadInput } from './inputs.ts'
import { readMessages } from './messages.ts'
import type { CompanionDelta, CompanionEvent } from './model.ts'
import { readThread } from './threads.ts'

/** An event, and where to go on after it; what passes and is not stored has no such place. */
export interface CompanionPlacedEvent {
  id: number | null
  event: CompanionEvent
}

const passing = z.object({
  type: z.literal('delta'),
  messageId: z.string(),
  offset: z.number(),
  text: z.string(),
}) satisfies z.ZodType<CompanionDelta>

/** Messages that are read at once. */
const batch = 100

/**
 * What happens in a thread, in order, from a place on: each message as it is now, and the pieces of an answer that is
 * being written. Who comes back with the last id that they saw misses nothing.
 * @throws DomainError `not_found`, before the first event, and when it is taken away meanwhile.
 */
export async function followThread(
  deps: Deps,
  scope: Scope,
  { threadId, lastEventId }: FollowThreadInput,
  signal: AbortSignal,
): Promise<AsyncGenerator<CompanionPlacedEvent, void, void>> {
  await readThread(deps.db, scope, threadId)
  return follow(deps, scope, threadId, lastEventId ?? 0, signal)
}

/** Attached before the first look, so that nothing falls between. */
function listen({ changes, whispers }: Deps, scope: Scope, threadId: string, signal: AbortSignal) {
  const topic = `${scope.workspaceId}:companion_messages`
  const heard: CompanionDelta[] = []
  let isNews = true
  let wake = () => {}
  const attend = async () => {
    for await (const message of changes.subscribe(scope.workspaceId, signal)) {
      if (message.type !== 'ready' && !message.topics.some(each => each === topic || each === `${topic}:${threadId}`))
        continue
      isNews = true
      wake()
    }
  }
  void attend()
  const stop = whispers.hear(threadId, body => {
    const { data } = passing.safeParse(body)
    if (!data) return
    heard.push(data)
    wake()
  })
  const end = () => {
    stop()
    wake()
  }
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  return async () => {
    while (!signal.aborted && !isNews && heard.length === 0) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    const found = { isNews, heard: heard.splice(0) }
    isNews = false
    return found
  }
}

async function* follow(
  deps: Deps,
  scope: Scope,
  threadId: string,
  place: number,
  signal: AbortSignal,
): AsyncGenerator<CompanionPlacedEvent, void, void> {
  const ended = new AbortController()
  const next = listen(deps, scope, threadId, AbortSignal.any([signal, ended.signal]))
  let last = place
  try {
    while (!signal.aborted) {
      const { isNews, heard } = await next()
      if (signal.aborted) return
      for (const event of heard) yield { id: null, event }
      if (!isNews) continue
      await readThread(deps.db, scope, threadId)
      for (;;) {
        const found = await readMessages(deps.db, threadId, {
          where: gt(companionMessages.change, last),
          ...{ order: asc(companionMessages.change), limit: batch },
        })
        for (const message of found) {
          last = message.change
          yield { id: last, event: { type: 'message', message } }
        }
        if (found.length < batch) break
      }
    }
  } finally {
    ended.abort()
  }
}
