import { companionCalls, companionMessages, companionThreads } from '@quarterdeck/db'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'

const isOwn = ({ workspaceId, personId }: KnownPerson) =>
  and(eq(companionThreads.workspaceId, workspaceId), eq(companionThreads.ownerId, personId))

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Threads are their owner's and go with them; in others' threads the words that name them go. */
export const companionPersonSource: PersonSource = {
  export: async (db, person) => {
    const own = db.select({ id: companionThreads.id }).from(companionThreads).where(isOwn(person))
    return {
      companionThreads: await db.select().from(companionThreads).where(isOwn(person)).limit(exportLimit),
      companionMessages: await db
        .select()
        .from(companionMessages)
        .where(inArray(companionMessages.threadId, own))
        .orderBy(asc(companionMessages.threadId), asc(companionMessages.seq))
        .limit(exportLimit),
      companionCalls: await db
        .select({ number: companionCalls.number, tool: companionCalls.tool, args: companionCalls.args })
        .from(companionCalls)
        .where(inArray(companionCalls.threadId, own))
        .limit(exportLimit),
    }
  },
  erase: async (tx, person) => {
    const { workspaceId, personId, email, name } = person
    await tx.execute(sql`delete from workflows where workspace_id = ${workspaceId} and entity = 'companion_thread'
      and entity_id in (select id from companion_threads where workspace_id = ${workspaceId} and owner_id = ${personId})`)
    await tx.delete(companionThreads).where(isOwn(person))
    for (const term of [email, name]) {
      if (!term || term.length < 3) continue
      const pattern = literal(term)
      await tx.execute(sql`update companion_threads set title = regexp_replace(title, ${pattern}, ${erasedName}, 'gi')
        where workspace_id = ${workspaceId} and title ~* ${pattern}`)
      // Numbers stand at places of the text: where words change, the links go.
      await tx.execute(sql`update companion_messages
        set content = regexp_replace(content, ${pattern}, ${erasedName}, 'gi'), numbers = '[]'
        where workspace_id = ${workspaceId} and content ~* ${pattern}`)
      // What was asked about them and found of them goes whole.
      await tx.execute(sql`update companion_calls set args = '{}', result = null, error = ${erasedName}
        where workspace_id = ${workspaceId} and (coalesce(args::text, '') || coalesce(result::text, '') || coalesce(error, '')) ~* ${pattern}`)
      await tx.execute(sql`delete from workflows w where w.workspace_id = ${workspaceId} and w.entity = 'companion_thread'
        and exists (select from workflow_steps s where s.workflow_id = w.id and s.result::text ~* ${pattern})`)
    }
  },
  timeline: () => [],
}
