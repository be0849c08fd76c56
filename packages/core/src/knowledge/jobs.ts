import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Indexes every document of a workspace again, some at a time. */
export const reindexJob = defineJob({
  name: 'reindex',
  input: z.object({ workspaceId: z.guid(), after: z.guid().nullable() }),
  retry: { limit: 5, delay: 30, maxDelay: 600 },
  timeLimit: 300,
  oneWaits: true,
  load: () => import('./reindex-job.ts'),
})

/** Embeds what a workspace has not embedded yet. */
export const embedJob = defineJob({
  name: 'embed',
  input: z.object({ workspaceId: z.guid() }),
  retry: { limit: 8, delay: 15, maxDelay: 900 },
  timeLimit: 900,
  oneWaits: true,
  load: () => import('./embed-job.ts'),
})

/** Asks for embeddings that are missing still: after a new model, a database that has learnt vectors, a long outage. */
export const embedSweepJob = defineJob({
  name: 'embedSweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '*/15 * * * *',
  load: () => import('./embed-sweep-job.ts'),
})
