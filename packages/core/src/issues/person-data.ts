import { type Db, issueHistory, issues } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'
import { eraseFromDiagnoses } from './erase-from-diagnoses.ts'
import { eraseFromHandover } from './handover/erase-handover.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

async function eraseFromHistory(tx: Db, { workspaceId, personId, name, email }: KnownPerson): Promise<void> {
  const here = sql`workspace_id = ${workspaceId}`
  await tx.execute(sql`update issue_history set actor_id = null, actor_name = ${erasedName}
    where ${here} and actor_id = ${personId}`)
  for (const [side, id] of [
    ['from', 'fromId'],
    ['to', 'toId'],
  ]) {
    const changed = JSON.stringify({ [side ?? '']: erasedName, [id ?? '']: null })
    await tx.execute(sql`update issue_history set data = data || ${changed}::text::jsonb
      where ${here} and data ->> ${id} = ${personId}`)
  }
  // Notes are the team's work and stay; they lose the words that name the person.
  for (const term of [email, name]) {
    if (!term || term.length < 3) continue
    const pattern = literal(term)
    await tx.execute(sql`update issue_history set note = regexp_replace(note, ${pattern}, ${erasedName}, 'gi')
      where ${here} and note ~* ${pattern}`)
  }
}

/** What they did and were given in issues. The issues themselves are the team's. */
export const issuesPersonSource: PersonSource = {
  export: async (db, { workspaceId, personId }) => ({
    assignedIssues: await db
      .select({ number: issues.number, title: issues.title, status: issues.status })
      .from(issues)
      .where(and(eq(issues.workspaceId, workspaceId), eq(issues.assigneeId, personId)))
      .limit(exportLimit),
    issueHistory: await db
      .select()
      .from(issueHistory)
      .where(and(eq(issueHistory.workspaceId, workspaceId), eq(issueHistory.actorId, personId)))
      .limit(exportLimit),
  }),
  erase: async (tx, person) => {
    await tx
      .update(issues)
      .set({ assigneeId: null })
      .where(and(eq(issues.workspaceId, person.workspaceId), eq(issues.assigneeId, person.personId)))
    await eraseFromHistory(tx, person)
    await eraseFromHandover(tx, person)
    await eraseFromDiagnoses(tx, person)
  },
  timeline: ({ workspaceId, personId }) => [
    sql`select h.at, h.id, 'issue' as kind, 'Worked on issue #' || i.number as title,
        jsonb_build_object('issueId', i.id, 'number', i.number, 'what', h.kind, 'status', h.to_status) as data
      from issue_history h join issues i on i.id = h.issue_id
      where h.workspace_id = ${workspaceId} and h.actor_id = ${personId}`,
  ],
}
