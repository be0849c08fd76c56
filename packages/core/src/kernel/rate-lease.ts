import { type Db, rateLimits } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { type Counting, countUse, type RateState, rateKey, refusal, secondsUntil, uncounted } from './rate-limit.ts'
import type { RateRule } from './rate-rule.ts'
import { later, moments } from './window.ts'

/** What a process has taken from a window and not spent yet. */
interface Lease {
  left: number
  /** What nobody had taken when the lease was. */
  rest: number
  resetsAt: Date
  /** One process asks once at a time; who comes meanwhile waits for the same answer. */
  asking: Promise<void> | null
}

/** Subjects remembered at most; forgetting one costs what was left of its lease, never an excess. */
const maxLeases = 10_000
const leases = new WeakMap<Db, Map<string, Lease>>()

function leaseOf(db: Db, key: string): Lease {
  const known = leases.get(db) ?? new Map<string, Lease>()
  leases.set(db, known)
  const lease = known.get(key) ?? { left: 0, rest: 0, resetsAt: new Date(0), asking: null }
  if (known.size >= maxLeases && !known.has(key)) known.clear()
  known.set(key, lease)
  return lease
}

/**
 * Takes up to `wanted` of a window at once, atomically: what the row says before is what others have taken.
 * The row never grows beyond `limit + wanted`, which says "all taken" as well as a larger number.
 */
async function extend({ db, clock }: Counting, rule: RateRule, lease: Lease, key: string, wanted: number) {
  const now = clock.now()
  const isOver = sql`${rateLimits.resetsAt} <= ${moments(now)}`
  const [row] = await db
    .insert(rateLimits)
    .values({ key, count: wanted, resetsAt: later(now, rule.windowSeconds * 1_000) })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${isOver} then excluded.count else least(${rateLimits.count} + excluded.count, ${rule.limit + wanted}) end`,
        resetsAt: sql`case when ${isOver} then excluded.resets_at else ${rateLimits.resetsAt} end`,
      },
    })
    .returning({ count: rateLimits.count, resetsAt: rateLimits.resetsAt })
  if (!row) throw new Error('The use was not counted')
  const granted = Math.max(0, Math.min(wanted, rule.limit - (row.count - wanted)))
  const isSame = lease.resetsAt.getTime() === row.resetsAt.getTime()
  lease.left = granted + (isSame ? lease.left : 0)
  lease.rest = Math.max(0, rule.limit - row.count)
  lease.resetsAt = row.resetsAt
}

function spend(lease: Lease, rule: RateRule, cost: number, now: Date): RateState {
  const allowed = lease.left >= cost
  if (allowed) lease.left -= cost
  const { resetsAt } = lease
  const remaining = lease.left + lease.rest
  return { allowed, limit: rule.limit, remaining, resetsIn: secondsUntil(resetsAt, now), resetsAt }
}

/**
 * Counts a use like `countUse`, of a share that this process has taken for itself, so that few uses cost a statement.
 * The sum over all processes never exceeds the limit; what one of them does not spend is lost to the others until the
 * window ends.
 * @param cost at most the limit counts: a larger use takes a whole window.
 */
export async function spendRate(deps: Counting, rule: RateRule, subject: string, cost = 1): Promise<RateState> {
  const { share } = rule
  if (!share) return countUse(deps, rule, subject, cost)
  const needed = Math.min(cost, rule.limit)
  const key = rateKey(rule, subject)
  const lease = leaseOf(deps.db, key)
  for (;;) {
    const now = deps.clock.now()
    const isCurrent = lease.resetsAt > now
    // Within a window whose rest is taken, asking again would change nothing.
    if (isCurrent && (lease.left >= needed || lease.rest === 0)) return spend(lease, rule, needed, now)
    try {
      if (lease.asking) await lease.asking
      else {
        const wanted = Math.min(rule.limit, Math.max(needed, share))
        lease.asking = extend(deps, rule, lease, key, wanted).finally(() => {
          lease.asking = null
        })
        await lease.asking
      }
    } catch (error) {
      return uncounted(deps, rule, error)
    }
  }
}

/** @throws DomainError `limit_reached`, like `takeRate`. */
export async function takeShare(deps: Counting, rule: RateRule, subject: string, cost = 1): Promise<RateState> {
  const state = await spendRate(deps, rule, subject, cost)
  if (!state.allowed) throw refusal(rule, state)
  return state
}
