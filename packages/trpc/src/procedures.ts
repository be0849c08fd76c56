import { type ApiKeyScope, type Level, scopeOf, selfOf } from '@quarterdeck/core/identity'
import type { Scope } from '@quarterdeck/core/kernel'
import { initTRPC, TRPCError } from '@trpc/server'
import type { Context } from './context.ts'
import { asExpected, toPublicError } from './errors.ts'
import { holdStream } from './streams.ts'

/** What a procedure says about itself. Queries name the tables that they read: that is what keeps them live. */
export interface Meta {
  reads?: readonly string[]
  /** Tables that it first brings up to date itself from those: they change for nobody else, and are not watched. */
  refreshes?: readonly string[]
  /** `events`: a key's events are counted, not its calls. `if token`: without one the call does nothing. */
  counted?: 'events' | 'if token'
  /** Pages of other sites may call it without a token: it takes nothing from a cookie. */
  fromAnywhere?: true
}

/** Seconds between the pings that keep a stream's connection open, and how long a silent one is believed. */
const ping = { enabled: true, intervalMs: 10_000 }

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter: ({ shape, error, ctx }) => {
      const { code, message, issues, retryAfter, details } = toPublicError(error)
      const { path, httpStatus } = shape.data
      const requestId = ctx?.origin.requestId ?? null
      return { ...shape, message, data: { code, httpStatus, path, requestId, issues, retryAfter, details } }
    },
    sse: { ping, client: { reconnectAfterInactivityMs: 25_000 } },
  })

export const router = t.router

const mapped = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw asExpected(result.error)
  return result
})

const limited = t.middleware(async ({ ctx, next }) => {
  const { refused } = await ctx.admission()
  if (refused) throw refused
  return next()
})

const base = t.procedure.use(mapped).use(limited)

function withScope(level: Level, key?: ApiKeyScope) {
  return base.use(async ({ ctx, next }) => {
    const scope: Scope = scopeOf(await ctx.caller(), ctx.workspaceId, level, ctx.origin, key)
    return next({ ctx: { scope } })
  })
}

/** Anybody. */
export const open = base
/** Whoever is signed in, customers too: `ctx.scope` is theirs in the workspace. */
export const signedIn = withScope('member')
/** The same for what streams for as long as a page is open. */
export const stream = signedIn.use(({ ctx, signal, next }) => {
  if (signal) holdStream(ctx.deps, ctx.scope, signal)
  return next()
})
/** The same, or a key with this scope, for programs that serve customers. */
export const signedInOrKey = (scope: ApiKeyScope) => withScope('member', scope)
/** Whoever is signed in, even if they belong to no workspace: for what they do with their own account. */
export const self = base.use(async ({ ctx, next }) => next({ ctx: { signedIn: selfOf(await ctx.caller()) } }))
/** Staff, or a key with the scope `read`. */
export const read = withScope('read')
/** The same for what streams for as long as a page is open. */
export const readStream = read.use(({ ctx, signal, next }) => {
  if (signal) holdStream(ctx.deps, ctx.scope, signal)
  return next()
})
/** Staff who may change things, or a key with the scope `write`. */
export const write = withScope('write')
/** Owners and admins, never a key. */
export const admin = withScope('admin')

/** Programs that send events: a key with the scope `ingest`. */
export const machine = base.use(async ({ ctx, next }) => {
  const caller = await ctx.caller()
  if (caller?.kind !== 'key') throw new TRPCError({ code: 'UNAUTHORIZED', message: 'This needs an API key' })
  return next({ ctx: { key: caller.key } })
})
