import { type Db, rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { moments, type Scope } from '../../kernel/index.ts'
import { type Draft, type FreshFact, type KnownFact, type Outcome, placeOf } from './fold-facts.ts'
import type { Saving } from './save-repositories.ts'

interface KnownRow extends Omit<KnownFact, 'occurredAt' | 'ghUpdatedAt' | 'removedAt'> {
  occurredAt: string
  ghUpdatedAt: string | null
  removedAt: string | null
}

const asDate = (text: string | null) => (text === null ? null : new Date(text))

/** The facts in force that these may be tellings of, by place. */
export async function readKnown(tx: Db, scope: Scope, drafts: readonly Draft[]): Promise<Map<string, KnownFact>> {
  const places = new Map(
    drafts.map(({ repositoryId, objectKey }) => [`${repositoryId} ${objectKey}`, { repositoryId, objectKey }]),
  )
  const wanted = JSON.stringify([...places.values()])
  const rows = await rowsOf<KnownRow>(
    tx,
    sql`select a.id, a.repository_id as "repositoryId", a.object_key as "objectKey", a.actor_id as "actorId", a.title,
        a.number, a.additions, a.deletions, a.files_changed as "filesChanged", a.content_hash as "contentHash",
        to_json(a.occurred_at) #>> '{}' as "occurredAt", to_json(a.gh_updated_at) #>> '{}' as "ghUpdatedAt", to_json(a.removed_at) #>> '{}' as "removedAt"
      from json_to_recordset(${wanted}::text::json) as w("repositoryId" uuid, "objectKey" text)
      join activity a on a.workspace_id = ${scope.workspaceId} and a.repository_id = w."repositoryId"
        and a.object_key = w."objectKey" and a.superseded_at is null`,
  )
  return new Map(
    rows.map(row => {
      const times = { ghUpdatedAt: asDate(row.ghUpdatedAt), removedAt: asDate(row.removedAt) }
      return [placeOf(row), { ...row, ...times, occurredAt: new Date(row.occurredAt) }]
    }),
  )
}

/** Text that Postgres can hold: no zero character, no half of a pair. */
const asText = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd').toWellFormed() : value

/**
 * Writes what a comparison found to be new.
 * @returns places at which somebody else was faster: they are to be compared again.
 */
export async function writeFresh(
  tx: Db,
  scope: Scope,
  { fresh, confirmed }: Outcome,
  { via, at }: Pick<Saving, 'via'> & { at: Date },
): Promise<Set<string>> {
  const lost = new Set<string>()
  const replaced = await supersede(tx, fresh, at)
  const due = fresh.filter(({ replaces }) => replaces === null || replaced.has(replaces))
  const written = due.length > 0 ? await insertFacts(tx, scope, due, { via, at }) : new Set<string>()
  for (const fact of fresh) if (!written.has(fact.id)) lost.add(placeOf(fact))
  if (confirmed.length > 0) {
    await tx.execute(sql`update activity a set gh_updated_at = c."ghUpdatedAt"
      from json_to_recordset(${JSON.stringify(confirmed)}::text::json) as c(id uuid, "ghUpdatedAt" timestamptz)
      where a.id = c.id and (a.gh_updated_at is null or a.gh_updated_at < c."ghUpdatedAt")`)
  }
  return lost
}

/** Sets aside what edits replace, unless somebody else did. Locked in one order, so that two never wait for each other. */
async function supersede(tx: Db, fresh: readonly FreshFact[], at: Date): Promise<Set<string>> {
  const edits = fresh.flatMap(({ id, replaces }) => (replaces ? [{ id, replaces }] : []))
  if (edits.length === 0) return new Set()
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`with edits as (
        select * from json_to_recordset(${JSON.stringify(edits)}::text::json) as e(id uuid, replaces uuid)
      ), due as (
        select a.id, e.id as by from activity a join edits e on e.replaces = a.id
        where a.superseded_at is null order by a.id for update of a
      )
      update activity a set superseded_at = ${moments(at)}, superseded_by_id = due.by
      from due where a.id = due.id returning a.id`,
  )
  return new Set(rows.map(({ id }) => id))
}

async function insertFacts(
  tx: Db,
  { workspaceId }: Scope,
  facts: readonly FreshFact[],
  { via, at }: Pick<Saving, 'via'> & { at: Date },
): Promise<Set<string>> {
  const values = JSON.stringify(facts, asText)
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`insert into activity (workspace_id, via, created_at, id, repository_id, actor_id, kind, object_key, occurred_at,
        number, title, text, url, additions, deletions, files_changed, details, content_hash, gh_updated_at, removed_at)
      select ${workspaceId}::uuid, ${via}, ${moments(at)}, f.id, f."repositoryId", f."actorId", f.kind, f."objectKey",
        f."occurredAt", f.number, f.title, f.text, f.url, f.additions, f.deletions, f."filesChanged", f.details,
        f."contentHash", f."ghUpdatedAt", f."removedAt"
      from json_to_recordset(${values}::text::json) as f(id uuid, "repositoryId" uuid, "actorId" uuid, kind text,
        "objectKey" text, "occurredAt" timestamptz, number int, title text, text text, url text, additions int,
        deletions int, "filesChanged" int, details jsonb, "contentHash" text, "ghUpdatedAt" timestamptz,
        "removedAt" timestamptz)
      on conflict do nothing returning id`,
  )
  return new Set(rows.map(({ id }) => id))
}
