import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Counts the days anew that events came to, so that whoever looks at usage need not wait for it. */
export const usageSweepJob = defineJob({
  name: 'usageSweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 900,
  cron: '*/10 * * * *',
  load: () => import('./usage-sweep-job.ts'),
})
