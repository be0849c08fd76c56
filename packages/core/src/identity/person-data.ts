import { auditLog, chatSessions, type Db, identities, members, outgoingEmails, people, sessions } from '@quarterdeck/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { amendAudit } from '../kernel/index.ts'
import { eraseFromAudit, eraseFromJobs, eraseFromMail, eraseFromWebhooks } from './erase-traces.ts'
import { exportLimit, type KnownPerson, type PersonSource } from './person-source.ts'

async function exportAll(db: Db, { workspaceId, personId, email }: KnownPerson): Promise<Record<string, unknown>> {
  const [account] = await db.select().from(people).where(eq(people.id, personId))
  const [membership] = await db
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.personId, personId)))
  const { passwordHash, ...person } = account ?? { passwordHash: null }
  return {
    person: { ...person, hasPassword: passwordHash !== null },
    membership,
    identities: await db
      .select()
      .from(identities)
      .where(and(eq(identities.workspaceId, workspaceId), eq(identities.personId, personId))),
    // Without ids: they are hashes of what opens the session.
    sessions: (await db.select().from(sessions).where(eq(sessions.userId, personId))).map(({ id: _, ...row }) => row),
    chatSessions: await db
      .select()
      .from(chatSessions)
      .where(and(eq(chatSessions.workspaceId, workspaceId), eq(chatSessions.personId, personId)))
      .orderBy(desc(chatSessions.lastActivityAt), desc(chatSessions.id))
      .limit(exportLimit),
    emails: email
      ? await db
          .select({ at: outgoingEmails.createdAt, subject: outgoingEmails.subject, status: outgoingEmails.status })
          .from(outgoingEmails)
          .where(and(eq(outgoingEmails.workspaceId, workspaceId), eq(outgoingEmails.to, email)))
          .orderBy(desc(outgoingEmails.createdAt), desc(outgoingEmails.id))
          .limit(exportLimit)
      : [],
    actions: await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, workspaceId), eq(auditLog.actorId, personId)))
      .orderBy(desc(auditLog.at), desc(auditLog.id))
      .limit(exportLimit),
  }
}

async function eraseAll(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, personId, isOnlyHere } = person
  await eraseFromAudit(tx, person)
  await eraseFromWebhooks(tx, person)
  await eraseFromMail(tx, person)
  await eraseFromJobs(tx, person)
  for (const table of [chatSessions, identities, members] as const) {
    await tx.delete(table).where(and(eq(table.workspaceId, workspaceId), eq(table.personId, personId)))
  }
  // Sessions, refresh tokens and links go with the account; an account that other workspaces know stays theirs.
  if (isOnlyHere) await tx.delete(people).where(eq(people.id, personId))
}

/** What the visitor was called goes to the person, and the visitor goes; so does every token that opened it. */
async function mergeAll(tx: Db, { workspaceId, personId: visitorId }: KnownPerson, personId: string): Promise<void> {
  for (const table of [chatSessions, identities] as const) {
    await tx
      .update(table)
      .set({ personId })
      .where(and(eq(table.workspaceId, workspaceId), eq(table.personId, visitorId)))
  }
  // Whoever is erased later is erased from what they did as a visitor, too.
  await amendAudit(tx, () =>
    tx.execute(sql`update audit_log set actor_id = case when actor_id = ${visitorId} then ${personId} else actor_id end,
        entity_id = case when entity = 'person' and entity_id = ${visitorId} then ${personId} else entity_id end
      where workspace_id = ${workspaceId} and (actor_id = ${visitorId} or (entity = 'person' and entity_id = ${visitorId}))`),
  )
  await tx.delete(people).where(eq(people.id, visitorId))
}

/** The account, how it is entered, and what is kept of e-mail, deliveries and mutations. */
export const identityPersonSource: PersonSource = {
  export: exportAll,
  erase: eraseAll,
  merge: mergeAll,
  timeline: ({ workspaceId, personId }) => [
    sql`select at, id, 'sign_in' as kind, case action when 'auth.signUp' then 'Signed up' else 'Signed in' end as title,
        jsonb_build_object('ip', ip) as data
      from audit_log where workspace_id = ${workspaceId} and entity = 'person' and entity_id = ${personId}
        and action in ('auth.signIn', 'auth.signUp', 'invitations.accept')`,
    sql`select created_at as at, id, 'chat_session' as kind, 'Began a chat session' as title,
        jsonb_build_object('chatSessionId', id, 'active', active) as data
      from chat_sessions where workspace_id = ${workspaceId} and person_id = ${personId}`,
  ],
}
