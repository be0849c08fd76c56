import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type ById, containing, type Deps, notFound, type Page, type Scope } from '../kernel/index.ts'
import type { ListRepositoriesInput } from './inputs.ts'
import type { RepositoryDetailDto, RepositoryDto } from './model.ts'
import { behind, factsOf, type Placed, placeBy, toPlacedPage } from './place.ts'

interface Row {
  id: string
  dto: RepositoryDetailDto
  facts: number
  lastMs: string | null
}

const dto = sql`jsonb_build_object('id', x.id, 'fullName', x.full_name, 'owner', x.owner, 'name', x.name,
  'description', x.description, 'url', x.url, 'language', x.language, 'defaultBranch', x.default_branch,
  'isPrivate', x.is_private, 'isFork', x.is_fork, 'isArchived', x.is_archived, 'isTracked', x.is_tracked,
  'removedAt', x.removed_at, 'installationId', x.installation_id, 'syncedUntil', x.synced_until, 'stars', x.stars,
  'sample', x.origin = 'sample')`
const details = sql`jsonb_build_object('homepage', x.homepage, 'forks', x.forks, 'openIssues', x.open_issues,
  'watchers', x.watchers, 'size', x.size, 'ghCreatedAt', x.gh_created_at, 'ghPushedAt', x.gh_pushed_at)`

const isoOf = (text: string | null) => (text === null ? null : new Date(text).toISOString())

/** Postgres writes moments in JSON by the session's zone. */
function toDto<Dto extends RepositoryDto>({ dto: told, facts, lastMs }: Row & { dto: Dto }): Dto {
  return {
    ...told,
    removedAt: isoOf(told.removedAt),
    syncedUntil: isoOf(told.syncedUntil),
    factsLast30Days: facts,
    lastFactAt: lastMs === null ? null : new Date(Number(lastMs)).toISOString(),
  }
}

function filterOf({ search, tracked, installationId }: ListRepositoriesInput): SQL {
  const parts = [
    search && sql`and (x.full_name ilike ${containing(search)} or x.description ilike ${containing(search)})`,
    tracked !== undefined && sql`and x.is_tracked = ${tracked}`,
    installationId && sql`and x.installation_id = ${installationId}`,
  ]
  return sql.join(
    parts.filter(part => part instanceof Object),
    sql` `,
  )
}

/** Repositories by name, by what was done in 30 days, or by when something was done last. */
export async function listRepositories(
  { db, clock }: Deps,
  { workspaceId }: Scope,
  input: ListRepositoriesInput,
): Promise<Page<RepositoryDto>> {
  const { cursor, limit, sort } = input
  const { place, type } = placeBy(sort, sql`lower(name)`)
  const rows = await rowsOf<Row & Placed>(
    db,
    sql`select id, place, dto, facts, "lastMs" from (select id, dto, facts, ${place} as place,
          (extract(epoch from last_at) * 1000)::bigint::text as "lastMs"
        from (select x.id, x.full_name as name, ${dto} as dto, ${factsOf('repository_id', clock.now())} from repositories x
          where x.workspace_id = ${workspaceId} ${filterOf(input)}) counted) placed
      where true ${behind(cursor, type)} order by place, id limit ${limit + 1}`,
  )
  return toPlacedPage(rows.map(withNumber(type)), limit, toDto)
}

/** Drivers give a bigint as text or number. */
export const withNumber =
  (type: 'text' | 'bigint') =>
  <Row extends Placed>(row: Row): Row =>
    type === 'bigint' ? { ...row, place: Number(row.place) } : row

/** @throws DomainError `not_found` */
export async function getRepository({ db, clock }: Deps, scope: Scope, { id }: ById): Promise<RepositoryDetailDto> {
  const [row] = await rowsOf<Row>(
    db,
    sql`select id, dto, facts, (extract(epoch from last_at) * 1000)::bigint::text as "lastMs"
      from (select x.id, ${dto} || ${details} as dto, ${factsOf('repository_id', clock.now())}
        from repositories x where x.workspace_id = ${scope.workspaceId} and x.id = ${id}) counted`,
  )
  if (!row) throw notFound('This repository')
  const found = toDto(row)
  return { ...found, ghCreatedAt: isoOf(found.ghCreatedAt), ghPushedAt: isoOf(found.ghPushedAt) }
}

/** @throws DomainError `not_found` */
export async function requireRepository(db: Db, { workspaceId }: Scope, id: string): Promise<void> {
  const [row] = await rowsOf(db, sql`select from repositories where workspace_id = ${workspaceId} and id = ${id}`)
  if (!row) throw notFound('This repository')
}
