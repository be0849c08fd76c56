import type { Deps } from '../kernel/index.ts'

/** Not written yet: the reply workflow comes in its place. Until then staff see the message as unread in their list. */
export async function run(deps: Deps, { conversationId, seq }: { conversationId: string; seq: number }): Promise<void> {
  deps.log.debug({ conversationId, seq }, 'No reply workflow is here yet')
}
