import { nothing } from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  type ConversationContextDto,
  type ConversationDto,
  createConversation,
  createConversationInput,
  escalate,
  escalateInput,
  getContext,
  getConversation,
  handBack,
  listConversations,
  listConversationsInput,
  listTags,
  myConversations,
  myConversationsInput,
  rateConversation,
  rateInput,
  reopenConversation,
  resolveConversation,
  type SupportStatsDto,
  statsInput,
  supportStats,
  type TagDto,
  takeOver,
  takeOverInput,
  updateConversation,
  updateConversationInput,
} from '@quarterdeck/core/support'
import { read, router, signedIn, signedInOrKey, write } from '../procedures.ts'

const reads = ['agents', 'conversations', 'escalations', 'messages', 'people']

export const conversations = router({
  create: signedInOrKey('write')
    .input(createConversationInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => createConversation(ctx.deps, ctx.scope, input)),
  mine: signedIn
    .meta({ reads })
    .input(myConversationsInput)
    .query(({ ctx, input }): Promise<Page<ConversationDto>> => myConversations(ctx.deps, ctx.scope, input)),
  list: read
    .meta({ reads })
    .input(listConversationsInput)
    .query(({ ctx, input }): Promise<Page<ConversationDto>> => listConversations(ctx.deps, ctx.scope, input)),
  get: signedInOrKey('read')
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<ConversationDto> => getConversation(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateConversationInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => updateConversation(ctx.deps, ctx.scope, input)),
  escalate: signedInOrKey('write')
    .input(escalateInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => escalate(ctx.deps, ctx.scope, input)),
  takeOver: write
    .input(takeOverInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => takeOver(ctx.deps, ctx.scope, input)),
  handBack: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<ConversationDto> => handBack(ctx.deps, ctx.scope, input)),
  resolve: signedInOrKey('write')
    .input(byId)
    .mutation(({ ctx, input }): Promise<ConversationDto> => resolveConversation(ctx.deps, ctx.scope, input)),
  reopen: signedInOrKey('write')
    .input(byId)
    .mutation(({ ctx, input }): Promise<ConversationDto> => reopenConversation(ctx.deps, ctx.scope, input)),
  rate: signedIn
    .input(rateInput)
    .mutation(({ ctx, input }): Promise<ConversationDto> => rateConversation(ctx.deps, ctx.scope, input)),
  stats: read
    .meta({ reads: ['conversations', 'escalations', 'messages'] })
    .input(statsInput)
    .query(({ ctx, input }): Promise<SupportStatsDto> => supportStats(ctx.deps, ctx.scope, input)),
  tags: read
    .meta({ reads: ['conversations'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: TagDto[] }> => listTags(ctx.deps, ctx.scope)),
  context: read
    .meta({ reads: [...reads, 'entitlements', 'events', 'identities', 'members', 'subscription_items'] })
    .input(byId)
    .query(({ ctx, input }): Promise<ConversationContextDto> => getContext(ctx.deps, ctx.scope, input)),
})
