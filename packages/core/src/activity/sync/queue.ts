import { z } from 'zod'
import type { JobQueue } from '../../kernel/index.ts'

/** Works on a batch until it is complete, or has to wait. */
export const syncQueue: JobQueue<{ batchId: string }> = {
  name: 'activity-sync',
  input: z.strictObject({ batchId: z.guid() }),
}

/** Asks GitHub which installations there are. */
export const installationsQueue: JobQueue<{ workspaceId?: string | undefined }> = {
  name: 'activity-installations',
  input: z.object({ workspaceId: z.guid().optional() }),
}
