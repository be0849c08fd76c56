import { createThread, runTool } from '@quarterdeck/core/companion'
import type { Deps, Scope } from '@quarterdeck/core/kernel'

/** Of whoever calls: a thread with the companion, with a result in it. */
export interface OwnCompanionThings {
  ownThreadId: string
}

export async function ownCompanion(deps: Deps, scope: Scope, mark: string): Promise<OwnCompanionThings> {
  const { id: ownThreadId } = await createThread(deps, scope, { title: mark })
  await runTool(deps, scope, { threadId: ownThreadId, tool: 'sql', args: { query: `select '${mark}' as mark` } })
  return { ownThreadId }
}
