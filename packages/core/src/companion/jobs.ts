import { z } from 'zod'
import { defineJob } from '../kernel/index.ts'

const input = z.object({ workspaceId: z.guid(), threadId: z.guid(), messageId: z.guid() })
export type AnswerInput = z.infer<typeof input>

/** Answers a question: a workflow, so that another process goes on behind the last step. */
export const answerJob = defineJob({
  name: 'companion-answer',
  input,
  retry: { limit: 3, delay: 2, maxDelay: 30 },
  timeLimit: 300,
  load: () => import('./answer-job.ts'),
})
