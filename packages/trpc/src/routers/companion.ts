import {
  type AbilitiesDto,
  type Asked,
  abilities,
  askCompanion,
  askCompanionInput,
  type CallDto,
  type CompanionEvent,
  type CompanionMessageDto,
  type CompanionMessagePage,
  type CompanionPlacedEvent,
  callInput,
  createThread,
  createThreadInput,
  followThread,
  followThreadInput,
  getCall,
  listThreadMessages,
  listThreads,
  removeThread,
  renameThread,
  renameThreadInput,
  runTool,
  runToolInput,
  type ThreadDto,
  threadMessagesInput,
  threadsInput,
} from '@quarterdeck/core/companion'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import { read, readStream, router, write } from '../procedures.ts'
import { whileAllowed } from '../streams.ts'

type Said = TrackedEnvelope<CompanionEvent> | CompanionEvent

/** What is stored gets an id to go on from; what only passes gets none, so that the client keeps the last it had. */
async function* withIds(events: AsyncIterable<CompanionPlacedEvent>): AsyncGenerator<Said> {
  for await (const { id, event } of events) yield id === null ? event : tracked(String(id), event)
}

export const companion = router({
  abilities: read.meta({ reads: [] }).query(({ ctx }): Promise<AbilitiesDto> => abilities(ctx.deps, ctx.scope)),
  threads: read
    .meta({ reads: ['companion_messages', 'companion_threads'] })
    .input(threadsInput)
    .query(({ ctx, input }): Promise<Page<ThreadDto>> => listThreads(ctx.deps, ctx.scope, input)),
  messages: read
    .meta({ reads: ['companion_calls', 'companion_messages', 'companion_threads'] })
    .input(threadMessagesInput)
    .query(({ ctx, input }): Promise<CompanionMessagePage> => listThreadMessages(ctx.deps, ctx.scope, input)),
  result: read
    .meta({ reads: ['companion_calls', 'companion_messages', 'companion_threads'] })
    .input(callInput)
    .query(({ ctx, input }): Promise<CallDto> => getCall(ctx.deps, ctx.scope, input)),
  createThread: write
    .input(createThreadInput)
    .mutation(({ ctx, input }): Promise<ThreadDto> => createThread(ctx.deps, ctx.scope, input)),
  rename: write
    .input(renameThreadInput)
    .mutation(({ ctx, input }): Promise<ThreadDto> => renameThread(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ removed: boolean }> => removeThread(ctx.deps, ctx.scope, input)),
  ask: write
    .input(askCompanionInput)
    .mutation(({ ctx, input }): Promise<Asked> => askCompanion(ctx.deps, ctx.scope, input)),
  run: write
    .input(runToolInput)
    .mutation(({ ctx, input }): Promise<CompanionMessageDto> => runTool(ctx.deps, ctx.scope, input)),
  onEvent: readStream
    .input(followThreadInput)
    .subscription(async ({ ctx, input, signal }): Promise<AsyncGenerator<Said>> => {
      const ended = whileAllowed(ctx, signal ?? new AbortController().signal)
      return withIds(await followThread(ctx.deps, ctx.scope, input, ended))
    }),
})
