import { z } from 'zod'
import { defineJob } from '../../kernel/index.ts'

/** Notes whose local midnight has come: each report that is due becomes a run, once. */
export const scheduleJob = defineJob({
  name: 'schedule',
  input: z.object({}),
  // The next minute's round is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '* * * * *',
  load: () => import('./schedule-job.ts'),
})

/** Asks for the reports of runs, some at a time, and notes how they ended. */
export const reportRunsJob = defineJob({
  name: 'reportRuns',
  input: z.object({}),
  // Every minute's round asks for it again.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  oneWaits: true,
  load: () => import('./report-runs-job.ts'),
})

/** Forgets runs of long ago, once a night. */
export const reportRunSweepJob = defineJob({
  name: 'reportRunSweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 900,
  cron: '50 3 * * *',
  load: () => import('./report-run-sweep-job.ts'),
})
