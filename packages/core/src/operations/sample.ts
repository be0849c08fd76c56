import {
  conversations,
  type Db,
  essayItems,
  essayRequests,
  events,
  funnels,
  issues,
  members,
  people,
  rowsOf,
  workspaces,
} from '@quarterdeck/db'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { countSampleRepositories, removeSampleActivity } from '../activity/index.ts'
import { audit, type Deps, type Scope } from '../kernel/index.ts'
import { countSampleDocuments, removeSampleDocuments } from '../knowledge/index.ts'
import { countSampleReports, removeSampleReports } from '../reports/index.ts'
import type { SampleDto } from './model.ts'

/** Tables with rows of the sample data, in the order in which these are taken out, and the column that marks them. */
const marked = [
  ['issues', issues, 'source'],
  ['funnels', funnels, 'source'],
  ['conversations', conversations, 'origin'],
  ['essayRequests', essayRequests, 'origin'],
  ['events', events, 'source'],
  ['essays', essayItems, 'origin'],
] as const

type Marked = (typeof marked)[number]
type Counted = Record<Marked[0], number>

/** Said with the word itself: the indexes of sample rows are found by it. */
const isSample = ({ workspaceId }: Scope, mark: string): SQL =>
  sql`workspace_id = ${workspaceId} and ${sql.identifier(mark)} = 'sample'`

/** What the sample data left in the workspace. */
export async function countSample({ db }: Deps, scope: Scope): Promise<SampleDto> {
  const counts = marked.map(
    ([name, table, mark]) =>
      sql`(select count(*)::int from ${table} where ${isSample(scope, mark)}) as ${sql.identifier(name)}`,
  )
  const [row] = await rowsOf<Counted & { people: number }>(
    db,
    sql`select ${sql.join(counts, sql`, `)},
      (select count(*)::int from members where ${isSample(scope, 'source')}) as people`,
  )
  if (!row) throw new Error('A count gave no row')
  const sample = {
    ...row,
    documents: await countSampleDocuments(db, scope),
    repositories: await countSampleRepositories(db, scope),
    reports: await countSampleReports(db, scope),
  }
  return { present: Object.values(sample).some(each => each > 0), ...sample }
}

/**
 * What became of the sample data. `wanted`: not all of it is there; whoever makes it is at it, or was killed. `refused`: it was
 * taken out, and what is still being made of it goes too. Null: it was made, or never asked for.
 */
export async function readSampleState(
  { db }: Pick<Deps, 'db'>,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
): Promise<'wanted' | 'refused' | null> {
  const [row] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  const state = row?.settings.sample
  return state === 'wanted' || state === 'refused' ? state : null
}

/** Notes that all of it is there, unless it was refused meanwhile. */
export async function finishSample({ db }: Deps, { workspaceId }: Scope): Promise<void> {
  await db
    .update(workspaces)
    .set({ settings: sql`${workspaces.settings} - 'sample'` })
    .where(and(eq(workspaces.id, workspaceId), sql`${workspaces.settings} ->> 'sample' = 'wanted'`))
}

async function removeMarked(tx: Db, scope: Scope, [name, table, mark]: Marked): Promise<[Marked[0], number]> {
  const [gone] = await rowsOf<{ n: number }>(
    tx,
    sql`with gone as (delete from ${table} where ${isSample(scope, mark)} returning 1) select count(*)::int as n from gone`,
  )
  return [name, gone?.n ?? 0]
}

/** Those who are nobody elsewhere go altogether. */
async function removePeople(tx: Db, { workspaceId }: Scope): Promise<number> {
  const gone = await tx
    .delete(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.source, 'sample')))
    .returning({ id: members.personId })
  const ids = gone.map(({ id }) => id)
  const isNobody = sql`not exists (select from members where members.person_id = ${people.id})`
  if (ids.length > 0) await tx.delete(people).where(and(inArray(people.id, ids), isNobody))
  return ids.length
}

async function clear(tx: Db, scope: Scope): Promise<Omit<SampleDto, 'present'>> {
  const gone: Counted = { issues: 0, funnels: 0, conversations: 0, essayRequests: 0, events: 0, essays: 0 }
  for (const each of marked) {
    const [name, count] = await removeMarked(tx, scope, each)
    gone[name] = count
  }
  return {
    ...gone,
    people: await removePeople(tx, scope),
    documents: await removeSampleDocuments(tx, scope),
    repositories: await removeSampleActivity(tx, scope),
    reports: await removeSampleReports(tx, scope),
  }
}

/** Takes out what is there of sample data that was never finished, so that it can be made from its beginning. */
export async function clearUnfinishedSample(deps: Deps, scope: Scope): Promise<void> {
  await deps.db.transaction(async tx => {
    if ((await readSampleState({ db: tx }, scope)) === 'wanted') await clear(tx, scope)
  })
}

/** Takes the sample data out again, all that it made of each kind, and nothing else. */
export async function removeSample(deps: Deps, scope: Scope): Promise<Omit<SampleDto, 'present'>> {
  const { workspaceId } = scope
  return deps.db.transaction(async tx => {
    await tx
      .update(workspaces)
      .set({ settings: sql`${workspaces.settings} || '{"sample": "refused"}'` })
      .where(eq(workspaces.id, workspaceId))
    const removed = await clear(tx, scope)
    await audit(tx, scope, {
      action: 'workspace.removeSample',
      entity: 'workspace',
      entityId: workspaceId,
      after: removed,
    })
    return removed
  })
}
