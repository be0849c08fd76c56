import type { Outputs } from '../../data/api.ts'
import { waitInWords } from '../../data/errors.ts'
import type { Tone } from '../../ui/chip.tsx'

export type Installation = Outputs['installations']['list']['items'][number]
export type SyncStatus = Outputs['sync']['status']
export type Batch = Outputs['sync']['batches']['items'][number]
export type SyncJob = Outputs['sync']['jobs']['items'][number]

interface Word {
  name: string
  tone: Tone
}

export const installationStates: Readonly<Record<Installation['status'], Word>> = {
  active: { name: 'Active', tone: 'green' },
  suspended: { name: 'Suspended', tone: 'amber' },
  removed: { name: 'Removed', tone: 'red' },
}

export const syncStates: Readonly<Record<SyncStatus['state'], Word>> = {
  idle: { name: 'Up to date', tone: 'green' },
  syncing: { name: 'Syncing', tone: 'accent' },
  blocked: { name: 'Waiting for GitHub', tone: 'amber' },
  error: { name: 'Failed', tone: 'red' },
  recovering: { name: 'Beginning again', tone: 'amber' },
}

const batchStates: Readonly<Record<Batch['status'], Word>> = {
  running: { name: 'Running', tone: 'accent' },
  completed: { name: 'Completed', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
}

/** A sync that runs and says of trouble waits for it to pass. */
export const batchState = ({ status, error }: Pick<Batch, 'status' | 'error'>): Word =>
  status === 'running' && error !== null ? { name: 'Waiting', tone: 'amber' } : batchStates[status]

export const triggers: Readonly<Record<Batch['trigger'], string>> = {
  manual: 'By hand',
  cron: 'Daily',
  webhook: 'Installed',
  maintenance: 'Maintenance',
  recovery: 'Recovery',
}

export const jobStates: Readonly<Record<SyncJob['status'], Word>> = {
  pending: { name: 'Waiting', tone: 'neutral' },
  running: { name: 'Running', tone: 'accent' },
  blocked: { name: 'Blocked', tone: 'amber' },
  completed: { name: 'Completed', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
}

export const stages: Readonly<Record<NonNullable<SyncJob['stage']>, string>> = {
  commits: 'Commits',
  pulls: 'Pull requests',
  reviews: 'Reviews',
  comments: 'Comments',
  issues: 'Issues',
  releases: 'Releases',
}

/** How long until a moment, in words; `now` when it has come. */
export function waitUntil(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1_000
  return seconds <= 0 ? 'now' : `in ${waitInWords(seconds)}`
}

/** Why nobody may ask for a sync, or until when; null when they may. What only had to wait is over without another answer. */
export function refusalOf(
  { canSyncNow, reason, cooldownMs }: Pick<SyncStatus, 'canSyncNow' | 'reason' | 'cooldownMs'>,
  saidAt: number,
  now: number,
): string | null {
  if (canSyncNow) return null
  if (cooldownMs === 0) return reason ?? 'Not now'
  const seconds = (saidAt + cooldownMs - now) / 1_000
  return seconds <= 0 ? null : `Again in ${waitInWords(seconds)}`
}
