import { conversations } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { createDeltas, type Deltas, type Deps } from '../../kernel/index.ts'
import { whisper } from '../events.ts'

/** Milliseconds between two looks at who answers. */
const look = 1_000

/**
 * Shows a reply as it comes.
 * @param onTaken called when a person has taken over meanwhile.
 */
export function showReply(deps: Deps, conversationId: string, workflowId: string, onTaken: () => void): Deltas {
  let lookedAt = performance.now()
  return createDeltas(deps, { workflow: workflowId }, async delta => {
    await whisper(deps, conversationId, { type: 'delta', workflowId, ...delta })
    if (performance.now() - lookedAt < look) return
    lookedAt = performance.now()
    const [row] = await deps.db
      .select({ handler: conversations.handler })
      .from(conversations)
      .where(eq(conversations.id, conversationId))
    if (row?.handler !== 'ai') onTaken()
  })
}
