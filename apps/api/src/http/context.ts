import type { Deps } from '@quarterdeck/core/kernel'
import { type Context, createContext, type Weight } from '@quarterdeck/trpc'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isSecure } from './hardening.ts'
import { bearerOf, originOf } from './origin.ts'
import { rateHeaders } from './rates.ts'

export const sessionCookie = 'qd_session'

/** Keeps the session as a cookie that scripts cannot read, or takes it away. */
function setSessionCookie(secure: boolean, reply: FastifyReply, session: { token: string; expiresAt: string } | null) {
  const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure }
  if (session) reply.setCookie(sessionCookie, session.token, { ...options, expires: new Date(session.expiresAt) })
  else reply.clearCookie(sessionCookie, options)
}

/** A value that came once and is not empty. */
const single = (value: unknown): string | null => (typeof value === 'string' && value ? value : null)

interface Asked {
  weigh: (token: string | null) => Weight
  /** From the address: an event stream carries no headers of its own, and a workspace's id is no secret. */
  workspaceId: unknown
}

/** Who asks a procedure, and from where; the answer gets the headers that tell of their limit. */
export async function openContext(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { weigh, workspaceId }: Asked,
): Promise<Context> {
  const token = bearerOf(request) ?? request.cookies[sessionCookie] ?? null
  const context = createContext(deps, {
    origin: originOf(request),
    token,
    workspaceId: single(request.headers['x-workspace']) ?? single(workspaceId),
    weight: weigh(token),
    setSessionCookie: session => setSessionCookie(isSecure(request, deps.publicUrl), reply, session),
  })
  // Asked before anything is answered, because a streamed answer sends its headers first. The procedures ask
  // again and refuse; what fails here fails there, where it becomes an answer.
  const admission = await context.admission().catch(() => null)
  if (admission?.state) reply.headers(rateHeaders(admission.state))
  return context
}
