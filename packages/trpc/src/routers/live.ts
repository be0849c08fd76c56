import { nothing } from '@quarterdeck/core/identity'
import type { ChangeMessage } from '@quarterdeck/core/kernel'
import { router, stream } from '../procedures.ts'
import { whileAllowed } from '../streams.ts'

/** Which tables each query reads, so that a client knows what a topic touches. */
export type Reads = Record<string, readonly string[]>

export type LiveMessage = { type: 'ready'; reads: Reads } | Exclude<ChangeMessage, { type: 'ready' }>

/** @param reads gathered from the finished router, of which this one is a part. */
export const createLive = (reads: () => Reads) =>
  router({
    changes: stream.input(nothing).subscription(async function* ({ ctx, signal }): AsyncGenerator<LiveMessage> {
      const ended = whileAllowed(ctx, signal ?? new AbortController().signal)
      for await (const message of ctx.deps.changes.subscribe(ctx.scope.workspaceId, ended)) {
        yield message.type === 'ready' ? { type: 'ready', reads: reads() } : message
      }
    }),
  })
