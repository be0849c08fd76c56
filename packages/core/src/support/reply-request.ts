import type { Db } from '@quarterdeck/db'
import { z } from 'zod'
import { type Deps, defineJob, type Scope } from '../kernel/index.ts'

/** Answers a customer's message, or finds somebody who does. */
export const replyJob = defineJob({
  name: 'reply',
  input: z.object({ workspaceId: z.guid(), conversationId: z.guid(), seq: z.int() }),
  retry: { limit: 5, delay: 5, maxDelay: 120 },
  timeLimit: 300,
  load: () => import('./reply-job.ts'),
})

/** Asks for an answer to a message, in the transaction that stores it. */
export async function requestReply(
  tx: Db,
  deps: Pick<Deps, 'jobs'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  conversationId: string,
  seq: number,
): Promise<void> {
  await deps.jobs.enqueue(tx, replyJob, { workspaceId, conversationId, seq })
}
