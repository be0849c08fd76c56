import { installations, people, repositories, syncBatches, syncJobs } from '@quarterdeck/db'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  type Deps,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../../kernel/index.ts'
import type { ListBatchesInput, ListInstallationsInput, ListJobsInput } from '../inputs.ts'
import type { InstallationDto, SyncBatchDto, SyncJobDto } from '../model.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

const shown = sql`from ${repositories} r where r.installation_id = ${installations}.id and r.removed_at is null`
const installationColumns = {
  row: installations,
  repositories: sql<number>`(select count(*)::int ${shown})`,
  tracked: sql<number>`(select count(*)::int ${shown} and r.is_tracked)`,
}

interface InstallationParts {
  row: typeof installations.$inferSelect
  repositories: number
  tracked: number
}

const toInstallation = ({ row, repositories: count, tracked }: InstallationParts): InstallationDto => ({
  ...{ id: row.id, installationId: row.installationId, accountLogin: row.accountLogin, accountType: row.accountType },
  ...{ repositorySelection: row.repositorySelection, status: row.status, lastSyncError: row.lastSyncError },
  ...{ repositories: count, trackedRepositories: tracked },
  ...{ lastSyncedAt: iso(row.lastSyncedAt), lastManualSyncAt: iso(row.lastManualSyncAt) },
  createdAt: row.createdAt.toISOString(),
  sample: row.origin === 'sample',
})

/** Latest first. */
export async function listInstallations(
  { db }: Deps,
  scope: Scope,
  { cursor, limit }: ListInstallationsInput,
): Promise<Page<InstallationDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select(installationColumns)
    .from(installations)
    .where(
      and(
        eq(installations.workspaceId, scope.workspaceId),
        after
          ? sql`(${installations.createdAt}, ${installations.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(installations.createdAt), desc(installations.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ row }) => ({ at: row.createdAt, id: row.id }), toInstallation)
}

/** @throws DomainError `not_found` */
export async function getInstallation({ db }: Deps, scope: Scope, { id }: ById): Promise<InstallationDto> {
  const isIt = and(eq(installations.workspaceId, scope.workspaceId), eq(installations.id, id))
  const [row] = await db.select(installationColumns).from(installations).where(isIt)
  if (!row) throw notFound('This installation')
  return toInstallation(row)
}

const ofBatch = sql`from ${syncJobs} j where j.batch_id = ${syncBatches}.id`
const batchColumns = {
  row: syncBatches,
  accountLogin: installations.accountLogin,
  person: { id: people.id, name: people.name },
  totalRepos: sql<number>`(select count(*)::int ${ofBatch})`,
  completedRepos: sql<number>`(select count(*)::int ${ofBatch} and j.status = 'completed')`,
  failedRepos: sql<number>`(select count(*)::int ${ofBatch} and j.status = 'failed')`,
  facts: sql<number>`(select coalesce(sum(j.facts), 0)::int ${ofBatch})`,
}

interface BatchParts {
  row: typeof syncBatches.$inferSelect
  accountLogin: string
  person: { id: string; name: string | null } | null
  totalRepos: number
  completedRepos: number
  failedRepos: number
  facts: number
}

const toBatch = ({ row, accountLogin, person, ...counts }: BatchParts): SyncBatchDto => ({
  ...{ id: row.id, installationId: row.installationId, accountLogin, trigger: row.trigger, status: row.status },
  ...counts,
  ...{ requestedBy: person, error: row.error, since: row.since.toISOString(), createdAt: row.createdAt.toISOString() },
  completedAt: iso(row.completedAt),
})

/** Latest first. */
export async function listBatches(
  { db }: Pick<Deps, 'db'>,
  scope: Scope,
  { installationId, status, cursor, limit }: ListBatchesInput,
): Promise<Page<SyncBatchDto>> {
  const after = readCursor(cursor)
  const rows = await selectBatches(
    db,
    and(
      eq(syncBatches.workspaceId, scope.workspaceId),
      installationId ? eq(syncBatches.installationId, installationId) : undefined,
      status ? eq(syncBatches.status, status) : undefined,
      after
        ? sql`(${syncBatches.createdAt}, ${syncBatches.id}) < (${moments(after.at)}, ${after.id}::uuid)`
        : undefined,
    ),
    limit + 1,
  )
  return toPage(rows, limit, ({ row }) => ({ at: row.createdAt, id: row.id }), toBatch)
}

const selectBatches = (db: Deps['db'], where: SQL | undefined, limit: number): Promise<BatchParts[]> =>
  db
    .select(batchColumns)
    .from(syncBatches)
    .innerJoin(installations, eq(installations.id, syncBatches.installationId))
    .leftJoin(people, eq(people.id, syncBatches.requestedBy))
    .where(where)
    .orderBy(desc(syncBatches.createdAt), desc(syncBatches.id))
    .limit(limit)

/** @throws DomainError `not_found` */
export async function getBatch({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<SyncBatchDto> {
  const isIt = and(eq(syncBatches.workspaceId, scope.workspaceId), eq(syncBatches.id, id))
  const [row] = await selectBatches(db, isIt, 1)
  if (!row) throw notFound('This sync')
  return toBatch(row)
}

/** What is done of each repository, latest first. */
export async function listJobs({ db }: Deps, scope: Scope, input: ListJobsInput): Promise<Page<SyncJobDto>> {
  const { batchId, repositoryId, status, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select({ row: syncJobs, fullName: repositories.fullName })
    .from(syncJobs)
    .innerJoin(repositories, eq(repositories.id, syncJobs.repositoryId))
    .where(
      and(
        eq(syncJobs.workspaceId, scope.workspaceId),
        batchId ? eq(syncJobs.batchId, batchId) : undefined,
        repositoryId ? eq(syncJobs.repositoryId, repositoryId) : undefined,
        status ? eq(syncJobs.status, status) : undefined,
        after ? sql`(${syncJobs.createdAt}, ${syncJobs.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(syncJobs.createdAt), desc(syncJobs.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ row }) => ({ at: row.createdAt, id: row.id }),
    ({ row, fullName }): SyncJobDto => ({
      ...{ id: row.id, batchId: row.batchId, repository: { id: row.repositoryId, fullName }, status: row.status },
      ...{ stage: row.stage, progress: row.progress, pages: row.pages, facts: row.facts, attempts: row.attempts },
      ...{ error: row.error, blockedUntil: iso(row.blockedUntil), startedAt: iso(row.startedAt) },
      completedAt: iso(row.completedAt),
    }),
  )
}
