import { z } from 'zod'
import { defineJob } from '../../kernel/index.ts'
import { handoverDueQueue, handoverQueue } from './ask.ts'

/** Tries are counted in the rows of links and notices; the sweep asks for the next. */
export const handoverJob = defineJob({
  ...handoverQueue,
  retry: { limit: 2, delay: 5, maxDelay: 30 },
  timeLimit: 300,
  load: () => import('./handover-job.ts'),
})

export const handoverDueJob = defineJob({
  ...handoverDueQueue,
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 300,
  oneWaits: true,
  load: () => import('./handover-job.ts'),
})

/** Asks a model for a fix, before the pull request is opened. */
export const proposeJob = defineJob({
  name: 'issue-propose',
  input: z.strictObject({ workspaceId: z.guid(), issueId: z.guid() }),
  retry: { limit: 4, delay: 15, maxDelay: 120 },
  // The model may take four minutes.
  timeLimit: 360,
  oneWaits: true,
  load: () => import('./propose-job.ts'),
})

export const handoverSweepJob = defineJob({
  name: 'issue-handover-sweep',
  input: z.object({}),
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 60,
  cron: '* * * * *',
  load: () => import('./handover-sweep.ts'),
})
