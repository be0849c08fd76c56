import {
  describeSession,
  nothing,
  type SessionDto,
  type SignedInDto,
  signIn,
  signInInput,
  signOut,
  signUp,
  signUpInput,
} from '@quarterdeck/core/identity'
import { open, router } from '../procedures.ts'

export const auth = router({
  signIn: open.input(signInInput).mutation(async ({ ctx, input }): Promise<SignedInDto> => {
    const session = await signIn(ctx.deps, ctx.origin, input)
    ctx.setSessionCookie?.(session)
    return session
  }),
  signUp: open.input(signUpInput).mutation(async ({ ctx, input }): Promise<SignedInDto> => {
    const session = await signUp(ctx.deps, ctx.origin, input)
    ctx.setSessionCookie?.(session)
    return session
  }),
  signOut: open.input(nothing).mutation(async ({ ctx }): Promise<{ signedOut: true }> => {
    await signOut(ctx.deps, ctx.token)
    ctx.setSessionCookie?.(null)
    return { signedOut: true }
  }),
  /** Null for nobody, so that a page can ask before anyone has signed in. */
  session: open
    .meta({ reads: ['members', 'people', 'workspaces'] })
    .input(nothing)
    .query(async ({ ctx }): Promise<SessionDto | null> => {
      const caller = await ctx.caller()
      return caller?.kind === 'person' ? describeSession(caller.signedIn) : null
    }),
})
