import { attachments, escalations, messageDeliveries } from '@quarterdeck/db'
import { and, asc, eq, isNull, lt } from 'drizzle-orm'
import { systemScope } from '../identity/index.ts'
import { type Deps, days, earlier } from '../kernel/index.ts'
import { deliverQueue } from './channels/delivery-queue.ts'
import { tellStaff } from './notices.ts'

/** Tells everybody who answers customers, once, of an escalation that nobody accepted in time. */
async function tellOverdue(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  const isLate = and(
    isNull(escalations.acceptedAt),
    isNull(escalations.resolvedAt),
    isNull(escalations.overdueToldAt),
    lt(escalations.dueAt, now),
  )
  const late = await deps.db.select().from(escalations).where(isLate).orderBy(asc(escalations.dueAt)).limit(200)
  for (const { id, workspaceId, conversationId } of late) {
    await deps.db.transaction(async tx => {
      const [told] = await tx
        .update(escalations)
        .set({ overdueToldAt: now })
        .where(and(eq(escalations.id, id), isLate))
        .returning({ id: escalations.id })
      const scope = systemScope(workspaceId, 'support')
      if (told) await tellStaff(tx, deps, scope, { conversationId, escalationId: id, occasion: 'overdue' })
    })
  }
}

/** Removes files that were uploaded a day ago and sent with no message. */
async function clearLoose({ db, clock }: Deps): Promise<void> {
  const isOld = lt(attachments.createdAt, earlier(clock.now(), days(1)))
  await db.delete(attachments).where(and(isNull(attachments.messageId), isOld))
}

/** What is due for longer than this has lost its job, or waits for its next try, in milliseconds. */
const lost = 15_000

/** Asks for the next try of what could not be sent, and for what a process that died was about to send. */
async function sendDue({ db, jobs, clock }: Deps): Promise<void> {
  const due = await db
    .selectDistinct({ conversationId: messageDeliveries.conversationId })
    .from(messageDeliveries)
    .where(lt(messageDeliveries.dueAt, earlier(clock.now(), lost)))
    .limit(500)
  for (const { conversationId } of due) await jobs.enqueue(db, deliverQueue, { conversationId })
}

export async function run(deps: Deps): Promise<void> {
  await sendDue(deps)
  await tellOverdue(deps)
  await clearLoose(deps)
}
