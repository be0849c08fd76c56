import { z } from 'zod'
import type { JobQueue } from '../../kernel/index.ts'

/** Sends what waits in a conversation. */
export const deliverQueue: JobQueue<{ conversationId: string }> = {
  name: 'support-deliver',
  input: z.strictObject({ conversationId: z.guid() }),
}
