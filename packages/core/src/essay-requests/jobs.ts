import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Thins out old drafts, once a night. */
export const draftSweepJob = defineJob({
  name: 'draftSweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 900,
  cron: '40 3 * * *',
  load: () => import('./draft-sweep-job.ts'),
})
