import { z } from 'zod'
import { defineJob } from '../../kernel/index.ts'

/** Embeds the facts of a workspace that are not embedded yet. */
export const embedFactsJob = defineJob({
  name: 'embedFacts',
  input: z.object({ workspaceId: z.guid() }),
  retry: { limit: 8, delay: 15, maxDelay: 900 },
  timeLimit: 900,
  oneWaits: true,
  load: () => import('./embed-facts-job.ts'),
})

/** Asks for embeddings that are missing: of new facts, after a new model, after a long outage. */
export const embedFactsSweepJob = defineJob({
  name: 'embedFactsSweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '*/5 * * * *',
  load: () => import('./embed-facts-sweep-job.ts'),
})
