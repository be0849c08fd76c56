import { rateLimits } from '@quarterdeck/db'
import { and, eq, lte, sql } from 'drizzle-orm'
import type { Deps } from './deps.ts'
import { type DomainError, limitReached, unavailable } from './errors.ts'
import type { RateRule } from './rate-rule.ts'
import { later, moments } from './window.ts'

/** What a caller may know of their limit: the `RateLimit-*` headers. */
export interface RateState {
  allowed: boolean
  limit: number
  remaining: number
  /** Seconds until the window ends, at least 1. */
  resetsIn: number
  resetsAt: Date
}

export type Counting = Pick<Deps, 'db' | 'clock' | 'log'>

export const rateKey = (rule: RateRule, subject: string) => `${rule.name}:${subject}`

/**
 * Counts a use, in the database, so that all processes share one count.
 * @param cost how much of the limit this use takes.
 * @throws DomainError `unavailable` when the rule fails closed and the database cannot count.
 */
export async function countUse(deps: Counting, rule: RateRule, subject: string, cost = 1): Promise<RateState> {
  const now = deps.clock.now()
  const resetsAt = later(now, rule.windowSeconds * 1_000)
  const isOver = sql`${rateLimits.resetsAt} <= ${moments(now)}`
  try {
    const [row] = await deps.db
      .insert(rateLimits)
      .values({ key: rateKey(rule, subject), count: cost, resetsAt })
      .onConflictDoUpdate({
        target: rateLimits.key,
        set: {
          // One beyond the limit says "refused" as well as a thousand beyond it.
          count: sql`case when ${isOver} then excluded.count else least(${rateLimits.count} + excluded.count, ${rule.limit + 1}) end`,
          resetsAt: sql`case when ${isOver} then excluded.resets_at else ${rateLimits.resetsAt} end`,
        },
      })
      .returning({ count: rateLimits.count, resetsAt: rateLimits.resetsAt })
    if (!row) throw new Error('The use was not counted')
    return {
      allowed: row.count <= rule.limit,
      limit: rule.limit,
      remaining: Math.max(0, rule.limit - row.count),
      resetsIn: secondsUntil(row.resetsAt, now),
      resetsAt: row.resetsAt,
    }
  } catch (error) {
    return uncounted(deps, rule, error)
  }
}

export const secondsUntil = (end: Date, now: Date): number =>
  Math.max(1, Math.ceil((end.getTime() - now.getTime()) / 1_000))

/** What a rule says when the database cannot count. */
export function uncounted({ clock, log }: Counting, rule: RateRule, error: unknown): RateState {
  if (rule.failClosed) throw unavailable('This cannot be checked right now; try again in a moment', 5, error)
  log.warn({ err: error, rule: rule.name }, 'A rate limit could not be counted; the request was let through')
  const { limit, windowSeconds } = rule
  const resetsAt = later(clock.now(), windowSeconds * 1_000)
  return { allowed: true, limit, remaining: limit, resetsIn: windowSeconds, resetsAt }
}

/** What tells a caller that a rule's limit is used up. */
export const refusal = (rule: RateRule, { resetsIn }: RateState): DomainError =>
  limitReached(`Too many tries: at most ${rule.limit} in ${describe(rule.windowSeconds)}`, resetsIn)

/** @throws DomainError `limit_reached`, with the seconds to wait, when the subject has used up what the rule allows. */
export async function takeRate(deps: Counting, rule: RateRule, subject: string, cost = 1): Promise<RateState> {
  const state = await countUse(deps, rule, subject, cost)
  if (!state.allowed) throw refusal(rule, state)
  return state
}

/**
 * Takes a use back, such as a sign-in that succeeded: only failures are to count.
 * @param taken what `takeRate` gave: a use of a window that has ended is not taken from the next one.
 */
export async function giveBack(deps: Counting, rule: RateRule, subject: string, taken: RateState): Promise<void> {
  await deps.db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(and(eq(rateLimits.key, rateKey(rule, subject)), eq(rateLimits.resetsAt, taken.resetsAt)))
}

/** Forgets windows that have ended. */
export async function sweepRateLimits({ db, clock }: Counting): Promise<void> {
  await db.delete(rateLimits).where(lte(rateLimits.resetsAt, clock.now()))
}

const describe = (seconds: number) => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`)
