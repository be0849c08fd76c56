import { activity, type Db, gitActors } from '@quarterdeck/db'
import { and, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { erasedName, exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'
import { sealedAt } from './facts/fold-facts.ts'

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Who they are in the repositories: by what they are linked to, and by their address. */
const theirs = ({ workspaceId, personId, email }: KnownPerson) =>
  and(
    eq(gitActors.workspaceId, workspaceId),
    or(eq(gitActors.personId, personId), email ? eq(gitActors.email, email.toLowerCase()) : undefined),
  )

/**
 * Takes words out of everything that tells of repositories. Such facts are sealed: what the sync or a late delivery tells
 * of them again would bring the words back.
 */
async function eraseTerm(tx: Db, workspaceId: string, term: string): Promise<void> {
  // Inside of another word it is another word.
  const pattern = `(?<![[:alnum:]_-])${literal(term)}(?![[:alnum:]_-])`
  const without = (column: string) => sql`regexp_replace(${sql.raw(column)}, ${pattern}, ${erasedName}, 'gi')`
  const details = sql`coalesce((select jsonb_object_agg(key, case jsonb_typeof(value) when 'string'
    then to_jsonb(regexp_replace(value #>> '{}', ${pattern}, ${erasedName}, 'gi')) else value end)
    from jsonb_each(details)), '{}')`
  await tx.execute(sql`update activity set text = ${without('text')}, title = ${without('title')},
      url = ${without('url')}, details = ${details}, gh_updated_at = ${sealedAt.toISOString()}
    where workspace_id = ${workspaceId} and (text ~* ${pattern} or title ~* ${pattern} or details::text ~* ${pattern}
      or url ~* ${pattern})`)
  await tx.execute(sql`update pull_requests set title = ${without('title')}, head_ref = ${without('head_ref')}
    where workspace_id = ${workspaceId} and (title ~* ${pattern} or head_ref ~* ${pattern})`)
  // What GitHub delivered: that it came is all that is kept.
  await tx.execute(sql`update webhooks set body = '', headers = '{}', last_error = null
    where workspace_id = ${workspaceId} and source = 'github'
      and (position(convert_to(${term}::text, 'UTF8') in body) > 0
        or position(convert_to(lower(${term}::text), 'UTF8') in body) > 0)`)
}

/** A fact as its doer's time line says it; the screen adds what it was about. */
const said = sql`case a.kind
  when 'pr_opened' then 'Opened pull request #' || a.number
  when 'pr_merged' then 'Merged pull request #' || a.number
  when 'pr_closed' then 'Closed pull request #' || a.number
  when 'review_submitted' then 'Reviewed pull request #' || a.number
  when 'review_comment' then 'Commented on the code of pull request #' || a.number
  when 'issue_opened' then 'Opened GitHub issue #' || a.number
  when 'issue_closed' then 'Closed GitHub issue #' || a.number
  when 'issue_comment' then 'Commented on #' || a.number
  when 'release_published' then coalesce('Published release ' || (a.details ->> 'tag'), 'Published a release')
  else coalesce('Committed ' || left(a.details ->> 'sha', 7), 'Committed') end`

/** What they did in repositories is the team's work and stays; who it was is forgotten. */
export const activityPersonSource: PersonSource = {
  export: async (db, person) => {
    const accounts = await db.select().from(gitActors).where(theirs(person))
    const ids = accounts.map(({ id }) => id)
    const { workspaceId } = person
    const facts = await db
      .select({ kind: activity.kind, at: activity.occurredAt, text: activity.text, url: activity.url })
      .from(activity)
      .where(and(eq(activity.workspaceId, workspaceId), inArray(activity.actorId, ids)))
      .orderBy(desc(activity.occurredAt), desc(activity.id))
      .limit(exportLimit)
    return {
      gitAccounts: accounts.map(({ login, name, email, avatarUrl }) => ({ login, name, email, avatarUrl })),
      activity: facts,
    }
  },
  erase: async (tx, person) => {
    const accounts = await tx.select().from(gitActors).where(theirs(person)).for('update')
    const words = accounts.flatMap(({ login, name, email }) => [email, name, login])
    const terms = new Set([person.email, person.name, ...words].filter(word => word !== null && word.length >= 3))
    // The longer first: an address has the login in it.
    for (const term of [...terms].filter(word => word !== null).sort((one, other) => other.length - one.length))
      await eraseTerm(tx, person.workspaceId, term)
    const nobody = { ghId: null, login: null, name: erasedName, email: null, avatarUrl: null, personId: null }
    await tx
      .update(gitActors)
      .set({ ...nobody, key: sql`'erased:' || ${gitActors.id}`, linkDecidedAt: sql`now()` })
      .where(
        inArray(
          gitActors.id,
          accounts.map(({ id }) => id),
        ),
      )
  },
  timeline: ({ workspaceId, personId }) => [
    sql`select a.occurred_at as at, a.id, 'activity' as kind, ${said} as title,
        jsonb_build_object('factId', a.id, 'about', a.title, 'repository', r.full_name, 'what', a.kind,
          'additions', a.additions, 'deletions', a.deletions) as data
      from git_actors g join activity a on a.actor_id = g.id join repositories r on r.id = a.repository_id
      where g.workspace_id = ${workspaceId} and g.person_id = ${personId} and a.superseded_at is null
        and a.removed_at is null`,
  ],
}
