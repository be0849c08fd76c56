import { z } from 'zod'
import { defineJob } from './job-runner.ts'

/** Forgets the windows of limits that have ended, and the addresses in their names with them. */
export const rateSweepJob = defineJob({
  name: 'rate-limit-sweep',
  input: z.strictObject({}),
  retry: { limit: 1, delay: 60, maxDelay: 60 },
  timeLimit: 120,
  cron: '*/10 * * * *',
  load: () => import('./rate-sweep-job.ts'),
})
