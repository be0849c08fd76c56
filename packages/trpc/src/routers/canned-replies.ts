import { nothing } from '@quarterdeck/core/identity'
import { byId } from '@quarterdeck/core/kernel'
import {
  type CannedReplyDto,
  createCannedReply,
  createCannedReplyInput,
  listCannedReplies,
  removeCannedReply,
  updateCannedReply,
  updateCannedReplyInput,
} from '@quarterdeck/core/support'
import { read, router, write } from '../procedures.ts'

export const cannedReplies = router({
  list: read
    .meta({ reads: ['canned_replies'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: CannedReplyDto[] }> => listCannedReplies(ctx.deps, ctx.scope)),
  create: write
    .input(createCannedReplyInput)
    .mutation(({ ctx, input }): Promise<CannedReplyDto> => createCannedReply(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateCannedReplyInput)
    .mutation(({ ctx, input }): Promise<CannedReplyDto> => updateCannedReply(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removeCannedReply(ctx.deps, ctx.scope, input)),
})
