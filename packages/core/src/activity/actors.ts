import { type Db, rowsOf } from '@quarterdeck/db'
import { type SQL, sql } from 'drizzle-orm'
import { type ById, containing, type Deps, notFound, type Page, type Scope } from '../kernel/index.ts'
import type { ListActorsInput } from './inputs.ts'
import type { ActorDto } from './model.ts'
import { behind, factsOf, type Placed, placeBy, toPlacedPage } from './place.ts'
import { withNumber } from './repositories.ts'

interface Row {
  dto: Omit<ActorDto, 'factsLast30Days' | 'lastFactAt'>
  facts: number
  lastMs: string | null
}

/** An actor `x` as facts name them. */
export const actorRef = sql`jsonb_build_object('id', x.id, 'login', x.login, 'name', x.name, 'avatarUrl', x.avatar_url,
  'kind', x.kind, 'personId', x.person_id)`

const dto = sql`${actorRef} || jsonb_build_object('email', x.email, 'sample', x.origin = 'sample', 'person',
  (select jsonb_build_object('id', p.id, 'name', p.name) from people p where p.id = x.person_id))`

const toDto = ({ dto: told, facts, lastMs }: Row): ActorDto => ({
  ...told,
  factsLast30Days: facts,
  lastFactAt: lastMs === null ? null : new Date(Number(lastMs)).toISOString(),
})

function filterOf({ search, linked, kind }: ListActorsInput): SQL {
  const part = containing(search ?? '')
  const parts = [
    search && sql`and (x.login ilike ${part} or x.name ilike ${part} or x.email ilike ${part})`,
    linked !== undefined && (linked ? sql`and x.person_id is not null` : sql`and x.person_id is null`),
    kind && sql`and x.kind = ${kind}`,
  ]
  return sql.join(
    parts.filter(each => each instanceof Object),
    sql` `,
  )
}

/** What actors are called: their name, else their login. */
export const calledOf = sql`lower(coalesce(x.name, x.login, x.email, ''))`

/** Who does things in repositories, by name, by what they did in 30 days, or by when they did something last. */
export async function listActors(
  { db, clock }: Deps,
  { workspaceId }: Scope,
  input: ListActorsInput,
): Promise<Page<ActorDto>> {
  const { cursor, limit, sort } = input
  const { place, type } = placeBy(sort, sql`called`)
  const rows = await rowsOf<Row & Placed>(
    db,
    sql`select id, place, dto, facts, "lastMs" from (select id, dto, facts, ${place} as place,
          (extract(epoch from last_at) * 1000)::bigint::text as "lastMs"
        from (select x.id, ${calledOf} as called, ${dto} as dto, ${factsOf('actor_id', clock.now())} from git_actors x
          where x.workspace_id = ${workspaceId} ${filterOf(input)}) counted) placed
      where true ${behind(cursor, type)} order by place, id limit ${limit + 1}`,
  )
  return toPlacedPage(rows.map(withNumber(type)), limit, toDto)
}

/** @throws DomainError `not_found` */
export async function getActor({ db, clock }: Deps, { workspaceId }: Scope, { id }: ById): Promise<ActorDto> {
  const [row] = await rowsOf<Row>(
    db,
    sql`select dto, facts, (extract(epoch from last_at) * 1000)::bigint::text as "lastMs"
      from (select ${dto} as dto, ${factsOf('actor_id', clock.now())}
        from git_actors x where x.workspace_id = ${workspaceId} and x.id = ${id}) counted`,
  )
  if (!row) throw notFound('This actor')
  return toDto(row)
}

/** @throws DomainError `not_found` */
export async function requireActor(db: Db, { workspaceId }: Scope, id: string): Promise<void> {
  const [row] = await rowsOf(db, sql`select from git_actors where workspace_id = ${workspaceId} and id = ${id}`)
  if (!row) throw notFound('This actor')
}
