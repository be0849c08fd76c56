import {
  changePassword,
  changePasswordInput,
  claimVisitorInput,
  describeSession,
  emailInput,
  identifyVisitorInput,
  listSessions,
  nothing,
  type OwnSessionDto,
  pageOnly,
  refresh,
  refreshInput,
  requestPasswordReset,
  resetPassword,
  resetPasswordInput,
  revokeSession,
  type SessionDto,
  type SignedInDto,
  sendVerification,
  signIn,
  signInInput,
  signInVisitor,
  signOut,
  signOutEverywhere,
  signUp,
  signUpInput,
  tokenInput,
  type VisitorDto,
  verifyEmail,
  visitorInput,
} from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { claimVisitor, identifyVisitor } from '@quarterdeck/core/operations'
import type { Context } from '../context.ts'
import { open, router, self, signedIn } from '../procedures.ts'

/** Browsers keep the session as a cookie; programs take it from the answer. */
async function withCookie(ctx: Context, opened: Promise<SignedInDto>): Promise<SignedInDto> {
  const session = await opened
  ctx.setSessionCookie?.(session)
  return session
}

export const auth = router({
  signIn: open
    .input(signInInput)
    .mutation(({ ctx, input }): Promise<SignedInDto> => withCookie(ctx, signIn(ctx.deps, ctx.origin, input))),
  signUp: open
    .input(signUpInput)
    .mutation(({ ctx, input }): Promise<SignedInDto> => withCookie(ctx, signUp(ctx.deps, ctx.origin, input))),
  refresh: open
    .input(refreshInput)
    .mutation(({ ctx, input }): Promise<SignedInDto> => withCookie(ctx, refresh(ctx.deps, ctx.origin, input))),
  /** For the chat widget, which keeps the token itself: no cookie, as it stands on other sites. */
  visitor: open
    .meta({ fromAnywhere: true })
    .input(visitorInput)
    .mutation(({ ctx, input }): Promise<VisitorDto> => signInVisitor(ctx.deps, ctx.origin, input)),
  /** The same for a user whose id the page's own server has signed. */
  identifyVisitor: open
    .meta({ fromAnywhere: true })
    .input(identifyVisitorInput)
    .mutation(({ ctx, input }): Promise<VisitorDto> => identifyVisitor(ctx.deps, ctx.origin, input)),
  claimVisitor: signedIn
    .input(claimVisitorInput)
    .mutation(({ ctx, input }): Promise<{ merged: boolean }> => claimVisitor(ctx.deps, ctx.scope, input)),
  signOut: open.input(nothing).mutation(async ({ ctx }): Promise<{ signedOut: true }> => {
    await signOut(ctx.deps, ctx.token)
    ctx.setSessionCookie?.(null)
    return { signedOut: true }
  }),
  /** Null for nobody, so that a page can ask before anyone has signed in. */
  session: open
    .meta({ reads: ['members', 'people', 'workspaces'], counted: 'if token' })
    .input(nothing)
    .query(async ({ ctx }): Promise<SessionDto | null> => {
      const caller = await ctx.caller()
      return caller?.kind === 'person' ? describeSession(caller.signedIn) : null
    }),
  sessions: self
    .meta({ reads: ['sessions'] })
    .input(pageOnly)
    .query(({ ctx, input }): Promise<Page<OwnSessionDto>> => listSessions(ctx.deps, ctx.signedIn, input)),
  revokeSession: self
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => revokeSession(ctx.deps, ctx.signedIn, ctx.origin, input)),
  signOutEverywhere: self.input(nothing).mutation(async ({ ctx }): Promise<{ endedSessions: number }> => {
    const ended = await signOutEverywhere(ctx.deps, ctx.signedIn, ctx.origin)
    ctx.setSessionCookie?.(null)
    return ended
  }),
  sendVerification: self
    .input(nothing)
    .mutation(({ ctx }): Promise<{ sent: boolean }> => sendVerification(ctx.deps, ctx.signedIn, ctx.origin)),
  verifyEmail: open
    .input(tokenInput)
    .mutation(({ ctx, input }): Promise<{ verified: true }> => verifyEmail(ctx.deps, ctx.origin, input)),
  requestPasswordReset: open
    .input(emailInput)
    .mutation(({ ctx, input }): Promise<{ requested: true }> => requestPasswordReset(ctx.deps, ctx.origin, input)),
  resetPassword: open
    .input(resetPasswordInput)
    .mutation(({ ctx, input }): Promise<{ reset: true }> => resetPassword(ctx.deps, ctx.origin, input)),
  changePassword: self
    .input(changePasswordInput)
    .mutation(
      ({ ctx, input }): Promise<{ endedSessions: number }> => changePassword(ctx.deps, ctx.signedIn, ctx.origin, input),
    ),
})
