import { companionMessages, companionThreads } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { audit, type Deps, newId, type Scope } from '../kernel/index.ts'
import type { RunToolInput } from './inputs.ts'
import { keepCall } from './keep-call.ts'
import { advance, readMessages } from './messages.ts'
import type { CompanionMessageDto } from './model.ts'
import { lockThread, untitled } from './threads.ts'

/**
 * Runs a tool without a model, as a message of the thread. What the tool refuses is in the call, not thrown.
 * @throws DomainError `not_found`
 */
export async function runTool(deps: Deps, scope: Scope, input: RunToolInput): Promise<CompanionMessageDto> {
  const { threadId, tool, args, clientId } = input
  const id = await deps.db.transaction(async tx => {
    const thread = await lockThread(tx, scope, threadId)
    if (clientId !== undefined) {
      const [known] = await tx
        .select({ id: companionMessages.id })
        .from(companionMessages)
        .where(and(eq(companionMessages.threadId, threadId), eq(companionMessages.clientId, clientId)))
      if (known) return known.id
    }
    const now = deps.clock.now()
    const { seq, change } = await advance(tx, threadId, { messages: 1, at: now })
    const messageId = newId()
    await tx.insert(companionMessages).values({
      ...{ id: messageId, workspaceId: scope.workspaceId, threadId, seq, change, clientId, createdAt: now },
      ...{ role: 'command', status: 'done' },
    })
    if (thread.title === untitled)
      await tx
        .update(companionThreads)
        .set({ title: titleOf(input) })
        .where(eq(companionThreads.id, threadId))
    await audit(tx, scope, {
      ...{ action: 'companion.run', entity: 'companion_thread', entityId: threadId },
      after: { seq, tool },
    })
    return messageId
  })
  await keepCall(deps, scope, { threadId, messageId: id, place: 'run', tool, args })
  const [message] = await readMessages(deps.db, threadId, {
    where: eq(companionMessages.id, id),
    order: companionMessages.seq.getSQL(),
    limit: 1,
  })
  if (!message) throw new Error('The message is gone')
  return message
}

const titleOf = ({ tool, args }: RunToolInput): string => {
  const words = [args.page, args.by, args.query, args.title].filter(value => typeof value === 'string').join(' ')
  return `${tool.replaceAll('_', ' ')} ${words}`.replace(/\s+/g, ' ').trim().slice(0, 80)
}
