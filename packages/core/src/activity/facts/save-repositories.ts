import { type Db, repositories } from '@quarterdeck/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../kernel/index.ts'
import type { NewRepository } from './fact.ts'

/** How facts came in: by what, and by which installation of ours. */
export interface Saving {
  via: 'webhook' | 'sync' | 'sample'
  installationId?: string | null
}

export interface KnownRepository {
  id: string
  fullName: string
  defaultBranch: string | null
}

type Row = typeof repositories.$inferSelect

/** Each repository once, as the last of its descriptions has it. */
function folded(told: readonly NewRepository[]): NewRepository[] {
  const byId = new Map<number, NewRepository>()
  for (const repository of told) byId.set(repository.ghId, { ...byId.get(repository.ghId), ...repository })
  return [...byId.values()].sort((one, other) => one.ghId - other.ghId)
}

const namesOf = (fullName: string) => {
  const [owner = '', name = ''] = fullName.split('/')
  return { fullName, owner, name }
}

/** What is new in a description; null where it tells nothing, or is older than what is known. */
function changesOf(row: Row, told: NewRepository, installationId: string | null | undefined): Partial<Row> | null {
  if (row.ghUpdatedAt && told.ghUpdatedAt && told.ghUpdatedAt < row.ghUpdatedAt) return null
  const given: Partial<Row> = { ...(installationId && { installationId }), ...told, ...namesOf(told.fullName) }
  const fresh = Object.entries(given).filter(
    ([name, value]) => value !== undefined && !isSame(Reflect.get(row, name), value),
  )
  return fresh.length > 0 ? Object.fromEntries(fresh) : null
}

const isSame = (one: unknown, other: unknown) =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other

/**
 * Makes and brings up to date what is told of repositories.
 * @param more GitHub's numbers of others that are asked for: those that nobody knows are missing in the answer.
 */
export async function saveRepositories(
  tx: Db,
  { workspaceId }: Scope,
  told: readonly NewRepository[],
  { via, installationId }: Saving,
  more: Iterable<number> = [],
): Promise<Map<number, KnownRepository>> {
  const given = folded(told)
  const wanted = [...new Set([...given.map(({ ghId }) => ghId), ...more])]
  const find = async () => {
    if (wanted.length === 0) return []
    return tx
      .select()
      .from(repositories)
      .where(and(eq(repositories.workspaceId, workspaceId), inArray(repositories.ghId, wanted)))
  }
  let rows = await find()
  const known = new Map(rows.map(row => [row.ghId, row]))
  const fresh = given.filter(({ ghId }) => !known.has(ghId))
  let isChanged = fresh.length > 0
  if (fresh.length > 0) {
    const origin = via === 'sample' ? ('sample' as const) : ('product' as const)
    const values = fresh.map(one => ({
      ...{ installationId: installationId ?? null, ...one, ...namesOf(one.fullName), workspaceId, origin },
    }))
    await tx.insert(repositories).values(values).onConflictDoNothing()
  }
  for (const one of given) {
    const row = known.get(one.ghId)
    const changes = row && changesOf(row, one, installationId)
    if (!changes) continue
    isChanged = true
    await tx
      .update(repositories)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(eq(repositories.id, row.id))
  }
  if (isChanged) rows = await find()
  return new Map(rows.map(({ ghId, id, fullName, defaultBranch }) => [ghId, { id, fullName, defaultBranch }]))
}
