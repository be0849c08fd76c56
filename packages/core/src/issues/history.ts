import { type Db, issueHistory } from '@quarterdeck/db'
import type { Scope } from '../kernel/index.ts'
import { askOutside, type Telling } from './handover/ask.ts'
import { lockIssue } from './lock-issue.ts'

type Entry = Pick<typeof issueHistory.$inferInsert, 'issueId' | 'kind' | 'fromStatus' | 'toStatus' | 'note' | 'data'>

/** Writes one entry of an issue's history, in the transaction that makes it true; ticket and messages follow it. */
export async function record(tx: Db, telling: Telling, scope: Scope, at: Date, entry: Entry): Promise<void> {
  await lockIssue(tx, entry.issueId)
  await recordHeld(tx, telling, scope, at, entry)
}

/** The same where an earlier statement of the transaction holds the issue: made, locked or changed it. */
export async function recordHeld(tx: Db, telling: Telling, scope: Scope, at: Date, entry: Entry): Promise<void> {
  const { actor, workspaceId } = scope
  const actorId = actor.kind === 'system' ? null : actor.id
  const written = tx
    .insert(issueHistory)
    .values({ workspaceId, at, actorKind: actor.kind, actorId, actorName: actor.name, ...entry })
  // That the team was told is no news to the team.
  if (entry.kind === 'told') await written
  else await askOutside(tx, telling, entry.issueId, written.getSQL())
}
