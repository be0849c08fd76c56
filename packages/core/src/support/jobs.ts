import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'
import { deliverQueue } from './channels/delivery-queue.ts'
import { mediaQueue } from './channels/media-queue.ts'

/** Tells the team's Slack channel of an escalation. */
export const slackNoticeJob = defineJob({
  name: 'support-slack',
  input: z.object({
    workspaceId: z.guid(),
    conversationId: z.guid(),
    escalationId: z.guid(),
    occasion: z.enum(['opened', 'overdue']),
  }),
  retry: { limit: 6, delay: 15, maxDelay: 900 },
  timeLimit: 60,
  load: () => import('./slack-notice-job.ts'),
})

/** Takes files whose attachment is gone out of the bucket. */
export const orphansJob = defineJob({
  name: 'support-orphans',
  input: z.object({}),
  // The next minute's run is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 120,
  cron: '* * * * *',
  load: () => import('./orphans-job.ts'),
})

/** Sends answers to customers outside. Tries are counted in their rows; the sweep asks for the next. */
export const deliverJob = defineJob({
  ...deliverQueue,
  retry: { limit: 2, delay: 5, maxDelay: 30 },
  timeLimit: 600,
  load: () => import('./channels/deliver-job.ts'),
})

/** Fetches the files of a message that came from a telephone. It asks for its next try itself. */
export const mediaJob = defineJob({
  ...mediaQueue,
  retry: { limit: 2, delay: 5, maxDelay: 30 },
  timeLimit: 300,
  load: () => import('./channels/media-job.ts'),
})

/** Tells staff of escalations that nobody accepted in time, has sent what is due, and clears away what uploads left. */
export const supportSweepJob = defineJob({
  name: 'support-sweep',
  input: z.object({}),
  // The next minute's run is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 120,
  cron: '* * * * *',
  load: () => import('./sweep-job.ts'),
})
