import { type Db, issueHistory } from '@quarterdeck/db'
import type { Scope } from '../kernel/index.ts'
import { askOutside, type Telling } from './handover/ask.ts'
import { lockIssue } from './lock-issue.ts'

type Entry = Pick<typeof issueHistory.$inferInsert, 'issueId' | 'kind' | 'fromStatus' | 'toStatus' | 'note' | 'data'>

/** Writes one entry of an issue's history, in the transaction that makes it true; ticket and messages follow it. */
export async function record(tx: Db, telling: Telling, scope: Scope, at: Date, entry: Entry): Promise<void> {
  const { actor, workspaceId } = scope
  await lockIssue(tx, entry.issueId)
  const actorId = actor.kind === 'system' ? null : actor.id
  await tx
    .insert(issueHistory)
    .values({ workspaceId, at, actorKind: actor.kind, actorId, actorName: actor.name, ...entry })
  // That the team was told is no news to the team.
  if (entry.kind !== 'told') await askOutside(tx, telling, entry.issueId)
}
