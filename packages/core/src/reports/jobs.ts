import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

/** Makes a report. A model that fails is no failure of the job: what remains is a lost database. */
export const reportJob = defineJob({
  name: 'report',
  input: z.object({
    workspaceId: z.guid(),
    reportId: z.guid(),
    /** Write it again even if the same facts were written about. */
    anew: z.boolean().optional(),
  }),
  retry: { limit: 3, delay: 20, maxDelay: 300 },
  // Two answers of a model of two minutes each, retries and all.
  timeLimit: 600,
  oneWaits: true,
  load: () => import('./report-job.ts'),
})

/** Finds reports whose facts have changed, and those whose making ended without a word. */
export const reportSweepJob = defineJob({
  name: 'reportSweep',
  input: z.object({}),
  // The next minute's round is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  cron: '* * * * *',
  load: () => import('./report-sweep-job.ts'),
})
