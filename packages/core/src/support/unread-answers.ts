import type { Db } from '@quarterdeck/db'
import { z } from 'zod'
import { type Deps, defineJob, later, minutes, type Scope } from '../kernel/index.ts'
import type { ConversationRow } from './lock-conversation.ts'
import { supportSettings } from './settings.ts'

/** Mails a person's answers that their customer has not read. Of one conversation at most one waits. */
export const unreadAnswersJob = defineJob({
  name: 'support-unread',
  input: z.object({ workspaceId: z.guid(), conversationId: z.guid() }),
  retry: { limit: 5, delay: 30, maxDelay: 600 },
  timeLimit: 60,
  oneWaits: true,
  load: () => import('./unread-answers-job.ts'),
})

/** Asks for a look, some minutes from now, whether the customer has read what a person just answered. */
export async function watchReading(
  tx: Db,
  deps: Pick<Deps, 'jobs' | 'clock'>,
  { workspaceId }: Scope,
  { id: conversationId, channel, origin }: ConversationRow,
): Promise<void> {
  if (channel !== 'web' || origin === 'sample') return
  const { unreadMinutes } = await supportSettings(tx, { workspaceId })
  if (unreadMinutes === 0) return
  const startAfter = later(deps.clock.now(), minutes(unreadMinutes))
  const about = { workspaceId, conversationId }
  await deps.jobs.enqueue(tx, unreadAnswersJob, about, { startAfter, once: conversationId })
}
