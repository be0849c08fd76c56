import { z } from 'zod'
import { defineJob } from '../../kernel/index.ts'
import { installationsQueue, syncQueue } from './queue.ts'

const once = { limit: 0, delay: 1, maxDelay: 1 }
const nothing = z.object({})

/** Tries are counted in the rows of batches and their jobs; the sweep asks for the next. */
export const syncJob = defineJob({
  ...syncQueue,
  retry: once,
  timeLimit: 300,
  oneWaits: true,
  load: () => import('./sync-job.ts'),
})

export const syncSweepJob = defineJob({
  name: 'activity-sync-sweep',
  input: nothing,
  retry: once,
  timeLimit: 60,
  cron: '* * * * *',
  load: () => import('./sweep-job.ts'),
})

/** Forgets syncs of long ago, once a night. */
export const syncPruneJob = defineJob({
  name: 'activity-sync-prune',
  input: nothing,
  retry: once,
  timeLimit: 300,
  cron: '40 3 * * *',
  load: () => import('./prune-job.ts'),
})

/** What webhooks missed: each installation is synced once a day. */
export const catchUpJob = defineJob({
  name: 'activity-catch-up',
  input: nothing,
  retry: { limit: 3, delay: 60, maxDelay: 600 },
  timeLimit: 300,
  cron: '30 4 * * *',
  load: () => import('./catch-up-job.ts'),
})

export const installationsJob = defineJob({
  ...installationsQueue,
  retry: { limit: 5, delay: 30, maxDelay: 900 },
  timeLimit: 300,
  oneWaits: true,
  cron: '15 2 * * *',
  load: () => import('./installations-job.ts'),
})

/** Deliveries that GitHub could not make are asked for again. */
export const redeliverJob = defineJob({
  name: 'activity-redeliver',
  input: nothing,
  retry: once,
  timeLimit: 300,
  cron: '10 * * * *',
  load: () => import('./redeliver-job.ts'),
})
