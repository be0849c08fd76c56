import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Scans every funnel of every workspace. */
export const detectJob = defineJob({
  name: 'detect',
  input: z.object({}),
  // The next minute's scan is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '* * * * *',
  load: () => import('./detect-job.ts'),
})
