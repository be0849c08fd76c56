import { type Db, gitActors, reportRuns, reportSchedules, reports } from '@quarterdeck/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** As a whole word: a login may be a part of others. */
const named = (terms: readonly string[]) => new RegExp(`(?<![\\w-])(${terms.map(literal).join('|')})(?![\\w-])`, 'giu')

/** What names them in a text: also what they are called in repositories. */
async function termsOf(tx: Db, { workspaceId, personId, name, email }: KnownPerson): Promise<string[]> {
  const own = await tx
    .select({ login: gitActors.login, name: gitActors.name })
    .from(gitActors)
    .where(and(eq(gitActors.workspaceId, workspaceId), eq(gitActors.personId, personId)))
  const terms = [name, email, ...own.flatMap(actor => [actor.login, actor.name])]
  return [...new Set(terms.flatMap(term => (term && term.length >= 3 ? [term] : [])))].sort(
    (a, b) => b.length - a.length,
  )
}

/** Reports about others, or about everybody, may name them: those stay, without the name. */
async function eraseFromTexts(tx: Db, person: KnownPerson): Promise<void> {
  const terms = await termsOf(tx, person)
  if (terms.length === 0) return
  const isNamed = sql`concat_ws(' ', ${reports.title}, ${reports.markdown}, ${reports.sections}, ${reports.notices}, ${reports.error})
    ~* ${terms.map(literal).join('|')}`
  const rows = await tx
    .select()
    .from(reports)
    .where(and(eq(reports.workspaceId, person.workspaceId), isNamed))
    .for('update')
  const change = (text: string) => text.replace(named(terms), erasedName)
  for (const { id, title, markdown, sections, notices, error } of rows) {
    const bullets = sections.map(section => ({
      ...section,
      bullets: section.bullets.map(bullet => ({ ...bullet, text: change(bullet.text) })),
    }))
    await tx
      .update(reports)
      .set({
        ...{ title: change(title), markdown: change(markdown), sections: bullets, notices: notices.map(change) },
        error: error && change(error),
      })
      .where(eq(reports.id, id))
  }
}

async function eraseAll(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, personId } = person
  for (const table of [reportRuns, reportSchedules, reports] as const)
    await tx.delete(table).where(and(eq(table.workspaceId, workspaceId), eq(table.personId, personId)))
  await tx
    .update(reports)
    .set({ requestedBy: null })
    .where(and(eq(reports.workspaceId, workspaceId), eq(reports.requestedBy, personId)))
  await eraseFromTexts(tx, person)
}

/** Reports about them, and when they want some. Before activity's: it takes the links to repositories away. */
export const reportsPersonSource: PersonSource = {
  export: async (db, { workspaceId, personId }) => ({
    reports: await db
      .select({
        ...{ kind: reports.kind, title: reports.title, from: reports.periodStart, to: reports.periodEnd },
        ...{ status: reports.status, markdown: reports.markdown, createdAt: reports.createdAt },
      })
      .from(reports)
      .where(and(eq(reports.workspaceId, workspaceId), eq(reports.personId, personId)))
      .orderBy(desc(reports.periodEnd), desc(reports.id))
      .limit(exportLimit),
    reportSchedules: await db
      .select()
      .from(reportSchedules)
      .where(and(eq(reportSchedules.workspaceId, workspaceId), eq(reportSchedules.personId, personId))),
    reportRuns: await db
      .select()
      .from(reportRuns)
      .where(and(eq(reportRuns.workspaceId, workspaceId), eq(reportRuns.personId, personId)))
      .orderBy(desc(reportRuns.dueAt), desc(reportRuns.id))
      .limit(exportLimit),
  }),
  erase: eraseAll,
  timeline: ({ workspaceId, personId }) => [
    sql`select created_at as at, id, 'report' as kind, 'Asked for a report' as title,
        jsonb_build_object('reportId', id, 'report', title, 'status', status) as data
      from reports where workspace_id = ${workspaceId} and requested_by = ${personId}`,
  ],
}
