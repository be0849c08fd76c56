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
