import { activity, gitActors, repositories } from '@quarterdeck/db'
import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm'
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
import type { ListFactsInput } from '../inputs.ts'
import type { FactDetailDto, FactDto } from '../model.ts'
import { isActor } from './filters.ts'

const columns = {
  id: activity.id,
  kind: activity.kind,
  objectKey: activity.objectKey,
  occurredAt: activity.occurredAt,
  number: activity.number,
  title: activity.title,
  text: activity.text,
  url: activity.url,
  additions: activity.additions,
  deletions: activity.deletions,
  filesChanged: activity.filesChanged,
  details: activity.details,
  repository: { id: repositories.id, fullName: repositories.fullName },
  actor: {
    id: gitActors.id,
    login: gitActors.login,
    name: gitActors.name,
    avatarUrl: gitActors.avatarUrl,
    kind: gitActors.kind,
    personId: gitActors.personId,
  },
}

const toDto = <Row extends { occurredAt: Date }>({ occurredAt, ...row }: Row) => ({
  ...row,
  occurredAt: occurredAt.toISOString(),
})

/** Facts in force, latest done first. */
export async function listFacts({ db }: Deps, scope: Scope, input: ListFactsInput): Promise<Page<FactDto>> {
  const { repositoryId, actor, type, from, to, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select(columns)
    .from(activity)
    .innerJoin(repositories, eq(repositories.id, activity.repositoryId))
    .leftJoin(gitActors, eq(gitActors.id, activity.actorId))
    .where(
      and(
        eq(activity.workspaceId, scope.workspaceId),
        isNull(activity.supersededAt),
        isNull(activity.removedAt),
        repositoryId ? eq(activity.repositoryId, repositoryId) : undefined,
        actor ? isActor(sql`${activity.actorId}`, scope, actor) : undefined,
        type ? eq(activity.kind, type) : undefined,
        from ? gte(activity.occurredAt, from) : undefined,
        to ? lt(activity.occurredAt, to) : undefined,
        after ? sql`(${activity.occurredAt}, ${activity.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(activity.occurredAt), desc(activity.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ occurredAt, id }) => ({ at: occurredAt, id }), toDto)
}

/** One fact, also one that was edited or taken back since: what cites it still finds it. @throws DomainError `not_found` */
export async function getFact({ db }: Deps, scope: Scope, { id }: ById): Promise<FactDetailDto> {
  const [row] = await db
    .select({
      ...columns,
      supersededById: activity.supersededById,
      supersededAt: activity.supersededAt,
      removedAt: activity.removedAt,
      via: activity.via,
      createdAt: activity.createdAt,
    })
    .from(activity)
    .innerJoin(repositories, eq(repositories.id, activity.repositoryId))
    .leftJoin(gitActors, eq(gitActors.id, activity.actorId))
    .where(and(eq(activity.workspaceId, scope.workspaceId), eq(activity.id, id)))
  if (!row) throw notFound('This fact')
  const { supersededAt, removedAt, createdAt, ...fact } = row
  return {
    ...toDto(fact),
    supersededAt: supersededAt?.toISOString() ?? null,
    removedAt: removedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}
