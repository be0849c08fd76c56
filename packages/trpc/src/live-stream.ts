import { Readable } from 'node:stream'
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { appRouter } from './root.ts'
import type { LiveMessage } from './routers/live.ts'

/** One event as tRPC's own streams spell it, so that its clients read this one. */
const spell = (data: string, event?: string) => `${event ? `event: ${event}\n` : ''}data: ${data}\n\n`

const path = 'live.changes'
const type = 'subscription'
const config = appRouter._def._config
const connected = spell(JSON.stringify(config.sse?.client ?? {}), 'connected')
const ping = spell('', 'ping')
const ended = spell('', 'return')

function spellError(error: TRPCError, ctx: Context, input: unknown): string {
  return spell(JSON.stringify(getTRPCErrorShape({ config, error, type, path, input, ctx })), 'serialized-error')
}

/**
 * `live.changes` as server-sent events: the procedure with all that guards it, without tRPC's chain of web streams,
 * which costs some 0.2 ms of processor time a message and stream.
 * @param input what the caller sent, parsed from JSON.
 * @param onError told of what ended the stream; the caller sees it as tRPC would show it.
 */
export function openLiveStream(ctx: Context, input: unknown, onError: (error: TRPCError) => void): Readable {
  const left = new AbortController()
  let hasRoom = Promise.withResolvers<void>()
  const stream = new Readable({
    read: () => hasRoom.resolve(),
    destroy: (error, done) => {
      left.abort()
      hasRoom.resolve()
      done(error)
    },
  })
  const say = async (text: string) => {
    if (stream.destroyed || stream.push(text)) return
    hasRoom = Promise.withResolvers()
    await hasRoom.promise
  }
  const follow = async () => {
    const messages: AsyncIterable<LiveMessage> = await callTRPCProcedure({
      router: appRouter,
      path,
      type,
      ctx,
      getRawInput: async () => input,
      signal: left.signal,
      batchIndex: 0,
    })
    for await (const message of messages) await say(spell(JSON.stringify(message)))
  }
  stream.push(connected)
  // A reader who does not keep up has enough to read.
  const pings = setInterval(() => stream.readableLength === 0 && stream.push(ping), config.sse?.ping?.intervalMs)
  follow()
    .then(
      () => stream.push(ended),
      cause => {
        if (left.signal.aborted) return
        const error = getTRPCErrorFromUnknown(cause)
        onError(error)
        stream.push(spellError(error, ctx, input))
      },
    )
    .finally(() => {
      clearInterval(pings)
      stream.push(null)
    })
  return stream
}
