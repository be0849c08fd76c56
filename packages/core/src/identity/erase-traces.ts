import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { amendAudit } from '../kernel/index.ts'
import { erasedName, type KnownPerson, termsOf } from './person-source.ts'

/** Whether some text holds one of the terms as a whole JSON value, in whatever case. */
const mentions = (text: SQL, terms: readonly string[]): SQL =>
  terms.length > 0
    ? sql`(${sql.join(
        terms.map(term => sql`position(${JSON.stringify(term).toLowerCase()} in lower(${text})) > 0`),
        sql` or `,
      )})`
    : sql`false`

/** The audit log keeps what was done and when; who it was, from where, and their own values go. */
export async function eraseFromAudit(tx: Db, person: KnownPerson): Promise<void> {
  const { workspaceId, personId, isOnlyHere } = person
  // What a person did with their account outside of any workspace goes with the account.
  const here = isOnlyHere
    ? sql`(workspace_id = ${workspaceId} or workspace_id is null)`
    : sql`workspace_id = ${workspaceId}`
  const theirs = (column: SQL) => sql`(entity = 'person' and entity_id = ${personId})
    or ${mentions(sql`${column}::text`, termsOf(person))}`
  const without = (column: SQL) => sql`case
    when ${theirs(column)} then null
    when ${column} ->> 'assigneeId' = ${personId} then ${column} || ${JSON.stringify({ assignee: erasedName, assigneeId: null })}::text::jsonb
    else ${column} end`
  await amendAudit(tx, () =>
    tx.execute(sql`update audit_log set before = ${without(sql`before`)}, after = ${without(sql`after`)}
      where ${here} and (${theirs(sql`before`)} or ${theirs(sql`after`)}
        or before ->> 'assigneeId' = ${personId} or after ->> 'assigneeId' = ${personId})`),
  )
  await amendAudit(tx, () =>
    tx.execute(sql`update audit_log set actor_id = null, actor_name = ${erasedName}, ip = null
      where ${here} and actor_id = ${personId}`),
  )
}

/**
 * Deliveries that name them keep that they came, and lose what they said. One that still waits is given up with it. Bodies
 * are bytes, so they are searched as such, for the person's terms as JSON writes them.
 */
export async function eraseFromWebhooks(tx: Db, person: KnownPerson): Promise<void> {
  const terms = [...termsOf(person), person.personId]
  const escaped = (value: SQL) => sql`lower(encode(${value}, 'escape'))`
  const found = sql.join(
    terms.map(term => {
      const json = JSON.stringify(term)
      return sql`position(${escaped(sql`convert_to(${json}, 'UTF8')`)} in ${escaped(sql`body`)}) > 0
        or ${mentions(sql`headers::text`, [term])}`
    }),
    sql` or `,
  )
  await tx.execute(sql`update webhooks set body = ''::bytea, headers = '{}', last_error = null,
      status = case when status in ('done', 'ignored') then status else 'ignored' end, next_attempt_at = null
    where workspace_id = ${person.workspaceId} and (${found})`)
}

/** What was sent to them, and links that were made out to their address. */
export async function eraseFromMail(tx: Db, { workspaceId, personId, email, isOnlyHere }: KnownPerson): Promise<void> {
  await tx.execute(sql`update one_time_tokens set invited_by = null
    where workspace_id = ${workspaceId} and invited_by = ${personId}`)
  if (!email) return
  await tx.execute(sql`delete from outgoing_emails where workspace_id = ${workspaceId} and lower("to") = ${email}`)
  await tx.execute(sql`delete from one_time_tokens where email = ${email} and
    ${isOnlyHere ? sql`(workspace_id = ${workspaceId} or workspace_id is null)` : sql`workspace_id = ${workspaceId}`}`)
}

/** Jobs carry ids, and their failures may quote values. */
export async function eraseFromJobs(tx: Db, person: KnownPerson): Promise<void> {
  const [queues] = await rowsOf<{ there: boolean }>(tx, sql`select to_regclass('pgboss.job') is not null as there`)
  if (!queues?.there) return
  const terms = [...termsOf(person), person.personId]
  await tx.execute(sql`delete from pgboss.job where state <> 'active'
    and (${mentions(sql`data::text`, terms)} or ${anywhere(sql`output::text`, terms)})`)
}

/** Free text: long terms only, because a short id may be part of anything. */
const anywhere = (text: SQL, terms: readonly string[]): SQL => {
  const long = terms.filter(term => term.length >= 8)
  return long.length > 0
    ? sql`(${sql.join(
        long.map(term => sql`position(${term.toLowerCase()} in lower(${text})) > 0`),
        sql` or `,
      )})`
    : sql`false`
}
