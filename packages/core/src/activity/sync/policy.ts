import type { InstallationStatus, SyncTrigger } from '@quarterdeck/db'
import { days, earlier, hours, later } from '../../kernel/index.ts'

/** Between two syncs that somebody asked for. */
const cooldown = hours(1)
/** After so long without a sync nobody has to wait. */
const overdue = hours(48)
/** Requests that are left alone, for what else works with the same account. */
const reserve = 100
/** What stays for webhooks beside that, unless somebody waits for the sync. */
const forWebhooks = 500
/** How far a sync looks back that was not told. */
const lookBack = days(30)
/** What GitHub's own lists may lag behind. */
const overlap = hours(1)

/** How often a sync that failed is begun anew by itself; then the next is tomorrow's, or somebody asks. */
export const maxRecoveries = 3

export interface Rate {
  remaining: number
  /** When they are counted anew. */
  resetAt: Date
}

/** What is known of an installation when somebody wants to sync it. */
export interface SyncCircumstances {
  /** Whether this server may ask GitHub at all. */
  isConfigured: boolean
  /** Made by the sample data: no such account is there. */
  isSample: boolean
  status: InstallationStatus
  /** Known repositories, and those of them that are tracked. */
  repositories: number
  tracked: number
  lastSyncedAt: Date | null
  lastManualSyncAt: Date | null
  /** Null where GitHub has not said it yet. */
  rate: Rate | null
  isRunning: boolean
}

export type SyncVerdict =
  | { may: true }
  | {
      may: false
      reason:
        | 'sample'
        | 'not_configured'
        | 'not_active'
        | 'no_repositories'
        | 'cooldown'
        | 'rate_limited'
        | 'already_syncing'
      /** When to ask again, where that is known. */
      until: Date | null
    }

/** How many requests a sync leaves untouched. */
export const reserveOf = (trigger: SyncTrigger): number => (trigger === 'manual' ? reserve : reserve + forWebhooks)

/** Until when a sync waits for its share of requests; null when it may ask once more. */
export function waitsForRate(trigger: SyncTrigger, rate: Rate | null, now: Date): Date | null {
  if (!rate || rate.resetAt <= now) return null
  return rate.remaining < reserveOf(trigger) ? rate.resetAt : null
}

/** Until when nobody may ask for another sync; null when they may. */
export function coolsUntil({ lastManualSyncAt, lastSyncedAt }: SyncCircumstances, now: Date): Date | null {
  if (!lastManualSyncAt || !lastSyncedAt || lastSyncedAt < earlier(now, overdue)) return null
  const until = later(lastManualSyncAt, cooldown)
  return until > now ? until : null
}

/** Whether a sync may begin, and if not, why. */
export function decideSync(trigger: SyncTrigger, known: SyncCircumstances, now: Date): SyncVerdict {
  const no = (reason: Extract<SyncVerdict, { may: false }>['reason'], until: Date | null = null): SyncVerdict => ({
    ...{ may: false, reason, until },
  })
  if (known.isSample) return no('sample')
  if (!known.isConfigured) return no('not_configured')
  if (known.status !== 'active') return no('not_active')
  if (known.repositories > 0 && known.tracked === 0) return no('no_repositories')
  if (known.isRunning) return no('already_syncing')
  const cools = trigger === 'manual' ? coolsUntil(known, now) : null
  if (cools) return no('cooldown', cools)
  const waits = waitsForRate(trigger, known.rate, now)
  return waits ? no('rate_limited', waits) : { may: true }
}

/** How far back a sync looks that was not told. */
export const usualSince = (now: Date): Date => earlier(now, lookBack)

/** From when on a sync asks for facts of a repository whose facts are here up to a moment. */
export function sinceOf(trigger: SyncTrigger, batchSince: Date, syncedUntil: Date | null): Date {
  if (!syncedUntil) return batchSince
  const rest = earlier(syncedUntil, overlap)
  // Somebody who asks wants to have mended what went missing, too.
  return trigger === 'manual' && batchSince < rest ? batchSince : rest
}
