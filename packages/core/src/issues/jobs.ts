import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

const ofIssue = { workspaceId: z.guid(), issueId: z.guid() }

/** Explains an issue. A model that fails is no failure of the job: what remains is a lost database. */
export const diagnoseJob = defineJob({
  name: 'diagnose',
  input: z.object(ofIssue),
  retry: { limit: 3, delay: 30, maxDelay: 300 },
  // The model may take two minutes, retries and all.
  timeLimit: 300,
  oneWaits: true,
  load: () => import('./diagnose-job.ts'),
})

/** Measures a fix, some time after it. */
export const measureJob = defineJob({
  name: 'measure',
  input: z.object({ ...ofIssue, fixedAt: z.iso.datetime(), attempt: z.int() }),
  retry: { limit: 5, delay: 60, maxDelay: 900 },
  timeLimit: 120,
  load: () => import('./measure-job.ts'),
})

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
