import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

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

/** Tells staff of escalations that nobody accepted in time, and clears away what uploads left. */
export const supportSweepJob = defineJob({
  name: 'support-sweep',
  input: z.object({}),
  // The next minute's run is the retry.
  retry: { limit: 0, delay: 1, maxDelay: 1 },
  timeLimit: 120,
  cron: '* * * * *',
  load: () => import('./sweep-job.ts'),
})
