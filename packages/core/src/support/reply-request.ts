import type { Db } from '@quarterdeck/db'
import { z } from 'zod'
import { type Deps, defineJob, requestWorkflow, type Scope, type WorkflowRequest } from '../kernel/index.ts'

const input = z.object({ workspaceId: z.guid(), conversationId: z.guid(), seq: z.int() })
export type ReplyInput = z.infer<typeof input>

/** Answers a customer's message, or finds somebody who does. */
export const replyJob = defineJob({
  name: 'reply',
  input,
  // What can go wrong is tried again by the workflow itself; what remains is a lost database.
  retry: { limit: 5, delay: 5, maxDelay: 120 },
  // Two answers of a model with two looks into the knowledge base each.
  timeLimit: 600,
  load: () => import('./reply-job.ts'),
})

/** The workflow of one message. */
export const replyRequest = ({ workspaceId, conversationId, seq }: ReplyInput): WorkflowRequest<ReplyInput> => ({
  ...{ workspaceId, key: `${conversationId}:${seq}`, entity: 'conversation', entityId: conversationId },
  input: { workspaceId, conversationId, seq },
})

/** Asks for an answer to a message, in the transaction that stores it. */
export async function requestReply(
  tx: Db,
  deps: Pick<Deps, 'jobs' | 'clock'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  conversationId: string,
  seq: number,
): Promise<void> {
  await requestWorkflow(tx, deps, replyJob, replyRequest({ workspaceId, conversationId, seq }))
}
