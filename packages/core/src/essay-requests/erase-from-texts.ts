import { type Db, type EssayDocument, essayDrafts, essayRequests, rowsOf } from '@quarterdeck/db'
import { eq, type SQL, sql } from 'drizzle-orm'
import { erasedName, type KnownPerson } from '../identity/index.ts'
import { changeMarks } from './document.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What staff said of a request in its history, without who they were. */
async function eraseFromHistory(tx: Db, { workspaceId, personId }: KnownPerson, pattern: string): Promise<void> {
  const here = sql`workspace_id = ${workspaceId}`
  await tx.execute(sql`update essay_request_history set actor_id = null, actor_name = ${erasedName}
    where ${here} and actor_id = ${personId}`)
  for (const side of ['fromId', 'toId']) {
    await tx.execute(sql`update essay_request_history set data = jsonb_set(data, array[${side}], 'null')
      where ${here} and data ->> ${side} = ${personId}`)
  }
  if (!pattern) return
  await tx.execute(sql`update essay_request_history set note = regexp_replace(note, ${pattern}, ${erasedName}, 'gi')
    where ${here} and note ~* ${pattern}`)
  for (const column of [sql`comments`, sql`program_prompt`]) {
    await tx.execute(sql`update essay_requests set ${column} = regexp_replace(${column}, ${pattern}, ${erasedName}, 'gi')
      where ${here} and ${column} ~* ${pattern}`)
  }
}

/** Comments lose who wrote them and whom they name. The essay around them is its student's own words, and stays. */
const withoutThem = (document: EssayDocument, pattern: RegExp): EssayDocument =>
  changeMarks(document, mark => {
    if (mark.type !== 'comment') return mark
    const attrs = Object.entries(mark.attrs ?? {}).map(([name, value]) => [
      name,
      name !== 'id' && typeof value === 'string' ? value.replace(pattern, erasedName) : value,
    ])
    return { ...mark, attrs: Object.fromEntries(attrs) }
  })

/** Somebody is named in what others keep: their name and address go from history, comments and remarks. */
export async function eraseFromTexts(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, email, name } = person
  const terms = [email, name].flatMap(term => (term && term.length >= 3 ? [literal(term)] : []))
  const pattern = terms.join('|')
  await eraseFromHistory(tx, person, pattern)
  if (!pattern) return
  const matcher = new RegExp(pattern, 'gi')
  const idsWith = (column: SQL, table: SQL) =>
    rowsOf<{ id: string }>(
      tx,
      sql`select id from ${table} where workspace_id = ${workspaceId}
      and ${column}::text like '%"comment"%' and ${column}::text ~* ${pattern} order by id`,
    )
  // One at a time: a document may be a megabyte.
  for (const { id } of await idsWith(sql`edited`, sql`essay_requests`)) {
    const [row] = await tx
      .select({ edited: essayRequests.edited })
      .from(essayRequests)
      .where(eq(essayRequests.id, id))
      .for('update')
    if (!row?.edited) continue
    await tx
      .update(essayRequests)
      .set({ edited: withoutThem(row.edited, matcher) })
      .where(eq(essayRequests.id, id))
  }
  for (const { id } of await idsWith(sql`document`, sql`essay_drafts`)) {
    const [row] = await tx
      .select({ document: essayDrafts.document })
      .from(essayDrafts)
      .where(eq(essayDrafts.id, id))
      .for('update')
    if (!row) continue
    await tx
      .update(essayDrafts)
      .set({ document: withoutThem(row.document, matcher) })
      .where(eq(essayDrafts.id, id))
  }
}
