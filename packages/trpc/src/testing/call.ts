import type { Deps } from '@quarterdeck/core/kernel'
import { type AnyRouter, callTRPCProcedure, TRPCError } from '@trpc/server'
import type { z } from 'zod'
import { createContext } from '../context.ts'
import { toPublicError } from '../errors.ts'
import type { Meta } from '../procedures.ts'
import { appRouter } from '../root.ts'
import { origin } from './world.ts'

interface Procedure {
  _def: { type: 'query' | 'mutation' | 'subscription'; meta?: Meta; inputs: z.ZodType[] }
}

// At run time the root router holds all procedures by their full names; every input of ours is zod's.
export const procedures: Record<string, Procedure> = (appRouter satisfies AnyRouter as AnyRouter)._def.procedures

export interface Credentials {
  token?: string | null
  workspaceId?: string | null
}

export interface Outcome {
  /** `OK`, or the code that the caller sees. */
  code: string
  message: string
  result: unknown
  /** What was thrown, when nobody expected it. */
  cause: unknown
}

/** What is asked here is who may call, not how often. */
const unlimited = { calls: 0, events: 0, stream: false }

export const contextOf = (
  deps: Deps,
  { token = null, workspaceId = null }: Credentials,
  requestId: string = origin.requestId,
) =>
  createContext(deps, {
    origin: { ...origin, requestId },
    ...{ token, workspaceId, weight: unlimited, setSessionCookie: null },
  })

type Context = ReturnType<typeof contextOf>

/** Calls a procedure as the transport does, and says what its caller would see. */
export async function call(ctx: Context, path: string, input: unknown): Promise<Outcome> {
  const type = procedures[path]?._def.type ?? 'query'
  const ended = new AbortController()
  try {
    const result = await callTRPCProcedure({
      ...{ router: appRouter, path, ctx, type, signal: ended.signal, batchIndex: 0 },
      getRawInput: async () => input,
    })
    return { code: 'OK', message: '', result: type === 'subscription' ? null : result, cause: null }
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error
    const { code, message, unexpected } = toPublicError(error)
    return { code, message, result: null, cause: unexpected ? error.cause : null }
  } finally {
    ended.abort()
  }
}

/** Every way to change one leaf of a JSON value: `change` gives what to put in its place, or nothing. */
export function variants(value: unknown, change: (leaf: unknown) => unknown[]): unknown[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => variants(item, change).map(other => value.with(index, other)))
  }
  if (typeof value !== 'object' || value === null) return change(value)
  return Object.entries(value).flatMap(([key, item]) =>
    variants(item, change).map(other => ({ ...value, [key]: other })),
  )
}
