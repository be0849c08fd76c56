import {
  acceptInvitation,
  acceptInvitationInput,
  createInvitation,
  createInvitationInput,
  type InvitationDto,
  listInvitations,
  pageOnly,
  revokeInvitation,
  type SignedInDto,
} from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { admin, open, router } from '../procedures.ts'

export const invitations = router({
  list: admin
    .meta({ reads: ['one_time_tokens', 'people'] })
    .input(pageOnly)
    .query(({ ctx, input }): Promise<Page<InvitationDto>> => listInvitations(ctx.deps, ctx.scope, input)),
  create: admin
    .input(createInvitationInput)
    .mutation(({ ctx, input }): Promise<InvitationDto> => createInvitation(ctx.deps, ctx.scope, input)),
  revoke: admin
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => revokeInvitation(ctx.deps, ctx.scope, input)),
  accept: open.input(acceptInvitationInput).mutation(async ({ ctx, input }): Promise<SignedInDto> => {
    const caller = await ctx.caller()
    const signedIn = caller?.kind === 'person' ? caller.signedIn : null
    const session = await acceptInvitation(ctx.deps, ctx.origin, signedIn, input)
    ctx.setSessionCookie?.(session)
    return session
  }),
})
