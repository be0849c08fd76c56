import { rowsOf } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { holdMember, lockPeople, mayAct, readKnownPerson } from '../identity/index.ts'
import {
  type AuditPlace,
  audit,
  type ById,
  byId,
  type Deps,
  forbidden,
  moments,
  type Page,
  pageInput,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import { personSources } from './people-sources.ts'

export const timelineInput = byId.extend(pageInput)
export type TimelineInput = z.infer<typeof timelineInput>

export interface TimelineItemDto {
  id: string
  at: string
  /** `visit`, `sign_in`, `payment`, …: each domain adds its own. */
  kind: string
  title: string
  data: Record<string, unknown>
}

interface Row extends Omit<TimelineItemDto, 'at'> {
  /** Milliseconds since the epoch. */
  at: number
}

/** What somebody did, across the domains, latest first. */
export async function getTimeline(deps: Deps, scope: Scope, input: TimelineInput): Promise<Page<TimelineItemDto>> {
  const { id, cursor, limit } = input
  const person = await readKnownPerson(deps.db, scope.workspaceId, id)
  const after = readCursor(cursor)
  const before = after ? sql`where (at, id) < (${moments(after.at)}, ${after.id}::uuid)` : sql``
  // Each source gives a page at most, so that the whole never holds more than a few.
  const pages = personSources.flatMap(({ timeline }) =>
    (timeline?.(person) ?? []).map(
      select =>
        sql`(select at, id, kind, title, data from (${select}) line ${before} order by at desc, id desc limit ${limit + 1})`,
    ),
  )
  const rows = await rowsOf<Row>(
    deps.db,
    sql`select (extract(epoch from at) * 1000)::float8 as at, id, kind, title, data
      from (${sql.join(pages, sql` union all `)}) lines order by lines.at desc, id desc limit ${limit + 1}`,
  )
  const moment = ({ at }: Row) => new Date(Math.round(at))
  return toPage(
    rows,
    limit,
    row => ({ at: moment(row), id: row.id }),
    row => ({ ...row, at: moment(row).toISOString() }),
  )
}

/** Oneself, or an admin for others. */
function mayHandle({ actor }: Scope, personId: string): void {
  if (actor.kind === 'system' || (actor.kind === 'person' && actor.id === personId)) return
  if (actor.kind === 'person' && mayAct(actor.role, 'admin')) return
  throw forbidden('Only an admin may do this for somebody else')
}

/**
 * Everything that the workspace holds about somebody, as JSON, at most 100,000 rows of a kind.
 * @throws DomainError `forbidden` unless it is about oneself or an admin asks; `not_found`.
 */
export async function exportPerson(deps: Deps, scope: Scope, { id }: ById): Promise<Record<string, unknown>> {
  mayHandle(scope, id)
  const person = await readKnownPerson(deps.db, scope.workspaceId, id)
  const parts: Record<string, unknown> = { exportedAt: deps.clock.now() }
  for (const source of personSources) Object.assign(parts, await source.export(deps.db, person))
  // As a transport would write it: moments become text here, once, for whoever calls.
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(parts)))
}

/**
 * Takes somebody out of everything that the workspace holds. Their account goes too, unless another workspace knows them.
 * It cannot be undone.
 * @throws DomainError `forbidden`, `not_found`; `conflict` for the last owner.
 */
export async function erasePerson(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  mayHandle(scope, id)
  const { workspaceId, actor, origin } = scope
  await deps.db.transaction(async tx => {
    await lockPeople(tx, workspaceId)
    await holdMember(tx, scope, id, null)
    const person = await readKnownPerson(tx, workspaceId, id)
    for (const source of personSources) await source.erase(tx, person)
    const isSelf = actor.kind === 'person' && actor.id === id
    // Who erases themselves leaves no name behind by doing so.
    const nameless = {
      workspaceId,
      actor: { kind: 'system' as const, name: 'erasure' },
      origin: { ...origin, ip: null },
    }
    const place: AuditPlace = isSelf ? nameless : scope
    await audit(tx, place, { action: 'people.erase', entity: 'person', entityId: id })
  })
  return { id }
}
