import { type Db, diagnoses } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { erasedName, type KnownPerson } from '../identity/index.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A user id such as `admin` is a word like any other: it names nobody. */
const isTelling = (id: string) => id.length >= 8 && /[^a-z]/i.test(id)

/** Whatever a value is made of, with its texts changed; names of fields stay. */
function changeTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map(item => changeTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changeTexts(item, change)]))
}

/** What stays as it is: they are our own words. */
const ownFields = new Set(['id', 'kind', 'dimension'])

/** What was written about an issue may name people; so may the facts, which quote what their browsers sent. */
export async function eraseFromDiagnoses(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, name, email, users, browsers } = person
  const names = [email, name].filter(term => term !== null && term !== undefined && term.length >= 3)
  const terms = [...names, ...[...users, ...browsers].filter(isTelling)].map(term => literal(term ?? ''))
  if (terms.length === 0) return
  const pattern = terms.join('|')
  const change = (text: string) => text.replace(new RegExp(pattern, 'gi'), erasedName)
  const rows = await tx
    .select()
    .from(diagnoses)
    .where(
      and(
        eq(diagnoses.workspaceId, workspaceId),
        sql`concat_ws(' ', root_cause, explanation, failure, claims, actions, evidence) ~* ${pattern}`,
      ),
    )
    .for('update')
  for (const row of rows) {
    const evidence = Object.entries(row.evidence).map(([id, fact]) => [
      id,
      typeof fact === 'object' && fact !== null
        ? Object.fromEntries(
            Object.entries(fact).map(([field, value]) => [
              field,
              ownFields.has(field) ? value : changeTexts(value, change),
            ]),
          )
        : fact,
    ])
    await tx
      .update(diagnoses)
      .set({
        rootCause: change(row.rootCause),
        explanation: change(row.explanation),
        failure: row.failure && change(row.failure),
        claims: row.claims.map(claim => ({ ...claim, text: change(claim.text) })),
        actions: row.actions.map(change),
        evidence: Object.fromEntries(evidence),
      })
      .where(eq(diagnoses.id, row.id))
  }
}
