import { type Db, issueHistory } from '@quarterdeck/db'
import type { Scope } from '../kernel/index.ts'

type Entry = Pick<typeof issueHistory.$inferInsert, 'issueId' | 'kind' | 'fromStatus' | 'toStatus' | 'note' | 'data'>

/** Writes one entry of an issue's history, in the transaction that makes it true. */
export async function record(tx: Db, scope: Scope, at: Date, entry: Entry): Promise<void> {
  const { actor, workspaceId } = scope
  const actorId = actor.kind === 'system' ? null : actor.id
  await tx
    .insert(issueHistory)
    .values({ workspaceId, at, actorKind: actor.kind, actorId, actorName: actor.name, ...entry })
}
