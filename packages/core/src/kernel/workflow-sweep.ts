import { z } from 'zod'
import { defineJob } from './job-runner.ts'

/** Takes up workflows whose process died or whose job is lost: every minute, and when a process begins to work. */
export const workflowSweepJob = defineJob({
  name: 'workflow-sweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 60,
  cron: '* * * * *',
  atStart: true,
  load: () => import('./workflow-sweep-job.ts'),
})
