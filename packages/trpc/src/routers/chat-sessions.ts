import {
  type ChatSessionDto,
  createChatSession,
  createChatSessionInput,
  endChatSession,
  getChatSession,
  myChatSessions,
  myChatSessionsInput,
  touchChatSession,
  touchChatSessionInput,
} from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { router, signedIn, signedInOrKey } from '../procedures.ts'

const reads = ['chat_sessions']

export const chatSessions = router({
  create: signedIn
    .input(createChatSessionInput)
    .mutation(({ ctx, input }): Promise<ChatSessionDto> => createChatSession(ctx.deps, ctx.scope, input)),
  get: signedInOrKey('read')
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<ChatSessionDto> => getChatSession(ctx.deps, ctx.scope, input)),
  mine: signedIn
    .meta({ reads })
    .input(myChatSessionsInput)
    .query(({ ctx, input }): Promise<Page<ChatSessionDto>> => myChatSessions(ctx.deps, ctx.scope, input)),
  touch: signedInOrKey('write')
    .input(touchChatSessionInput)
    .mutation(({ ctx, input }): Promise<ChatSessionDto> => touchChatSession(ctx.deps, ctx.scope, input)),
  end: signedIn
    .input(byId)
    .mutation(({ ctx, input }): Promise<ChatSessionDto> => endChatSession(ctx.deps, ctx.scope, input)),
})
