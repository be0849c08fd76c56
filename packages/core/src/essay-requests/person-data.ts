import { type Db, essayDrafts, essayRequestHistory, essayRequests, essayShares } from '@quarterdeck/db'
import { and, desc, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import { exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'
import { eraseFromTexts } from './erase-from-texts.ts'

/** Ordered by them, or for them: a text that somebody wrote is theirs, whoever brought it. */
const isOwn = ({ workspaceId, personId, email }: KnownPerson): SQL | undefined =>
  and(
    eq(essayRequests.workspaceId, workspaceId),
    or(eq(essayRequests.ownerId, personId), email ? eq(essayRequests.studentEmail, email) : undefined),
  )

const { document: _, ...draftWithoutText } = getTableColumns(essayDrafts)
const { tokenHash: __, ...shareWithoutHash } = getTableColumns(essayShares)

async function exportAll(db: Db, person: KnownPerson): Promise<Record<string, unknown>> {
  const { workspaceId, personId } = person
  const requests = await db
    .select()
    .from(essayRequests)
    .where(isOwn(person))
    .orderBy(desc(essayRequests.createdAt), desc(essayRequests.id))
    .limit(exportLimit)
  return {
    // Unfinished work is the team's.
    essayRequests: requests.map(each => (each.status === 'completed' ? each : { ...each, edited: null })),
    essayDrafts: await db
      .select(draftWithoutText)
      .from(essayDrafts)
      .where(and(eq(essayDrafts.workspaceId, workspaceId), eq(essayDrafts.authorId, personId)))
      .limit(exportLimit),
    essayHistory: await db
      .select()
      .from(essayRequestHistory)
      .where(and(eq(essayRequestHistory.workspaceId, workspaceId), eq(essayRequestHistory.actorId, personId)))
      .limit(exportLimit),
    essayShares: await db
      .select(shareWithoutHash)
      .from(essayShares)
      .where(and(eq(essayShares.workspaceId, workspaceId), eq(essayShares.authorId, personId)))
      .limit(exportLimit),
  }
}

/** Requests of theirs go whole, with the e-mails about them. What they did for others as staff stays, without them. */
async function eraseAll(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, personId } = person
  // Only those whose subject is one of ours: the address may be somebody else's, who has other mail.
  await tx.execute(sql`delete from outgoing_emails m using essay_requests r
    where m.workspace_id = ${workspaceId} and r.workspace_id = ${workspaceId} and m."to" = r.student_email
      and m.subject in ('Your essay #' || r.number || ' is ready', 'Your essay request #' || r.number || ' was cancelled')
      and (r.owner_id = ${personId} or r.student_email = ${person.email})`)
  await tx.delete(essayRequests).where(isOwn(person))
  await tx
    .update(essayRequests)
    .set({ assigneeId: null })
    .where(and(eq(essayRequests.workspaceId, workspaceId), eq(essayRequests.assigneeId, personId)))
  for (const table of [essayDrafts, essayShares] as const) {
    await tx
      .update(table)
      .set({ authorId: null })
      .where(and(eq(table.workspaceId, workspaceId), eq(table.authorId, personId)))
  }
  await eraseFromTexts(tx, person)
}

/** Their essays, and what they did about others' as staff. */
export const essayRequestsPersonSource: PersonSource = {
  export: exportAll,
  erase: eraseAll,
  timeline: ({ workspaceId, personId }) => [
    sql`select created_at as at, id, 'essay_request' as kind, 'Ordered essay #' || number as title,
        jsonb_build_object('essayRequestId', id, 'number', number, 'turnaround', turnaround, 'status', status) as data
      from essay_requests where workspace_id = ${workspaceId} and owner_id = ${personId}`,
  ],
}
