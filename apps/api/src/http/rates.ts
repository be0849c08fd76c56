import { addressSubject, type Deps, type RateRule, type RateState, refusal, spendRate } from '@quarterdeck/core/kernel'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * What a caller may know of their limit, in the fields that the IETF's draft had until its seventh version
 * (draft-ietf-httpapi-ratelimit-headers-07, section 5); `Reset` is in seconds from now.
 */
export const rateHeaders = ({ limit, remaining, resetsIn }: RateState): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetsIn),
})

/**
 * Counts a request to a plain route by the address that it came from.
 * @param kind the class of routes: each is counted by itself, so that trackers and pages of one office do not use up each
 *   other's limit.
 * @throws DomainError `limit_reached`, after the headers were set.
 */
export async function limitByAddress(
  deps: Deps,
  rule: RateRule,
  kind: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const state = await spendRate(deps, rule, `${kind}:${addressSubject(request.ip)}`)
  reply.headers(rateHeaders(state))
  if (!state.allowed) throw refusal(rule, state)
}
