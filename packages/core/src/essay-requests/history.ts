import { type Db, type EssayHistoryKind, essayRequestHistory, essayRequests } from '@quarterdeck/db'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { type ById, type Deps, notFound, type Scope } from '../kernel/index.ts'
import type { EssayHistoryDto } from './model.ts'
import { seenBy } from './request-rows.ts'
import { isStaff, personOf } from './who.ts'

type Entry = Pick<typeof essayRequestHistory.$inferInsert, 'requestId' | 'kind'> &
  Partial<Pick<typeof essayRequestHistory.$inferInsert, 'fromStatus' | 'toStatus' | 'note' | 'data'>>

/** Writes one entry of a request's history, in the transaction that makes it true and holds the request. */
export async function record(tx: Db, { clock }: Pick<Deps, 'clock'>, scope: Scope, entry: Entry): Promise<void> {
  const { actor, workspaceId } = scope
  const actorId = actor.kind === 'system' ? null : actor.id
  await tx
    .insert(essayRequestHistory)
    .values({ workspaceId, at: clock.now(), actorKind: actor.kind, actorId, actorName: actor.name, ...entry })
}

/** What a customer is told of: how their order went, not how the team shares its work. */
const ofCustomers: EssayHistoryKind[] = ['created', 'started', 'finished', 'cancelled', 'reopened', 'revision']

/**
 * What happened to a request, oldest first; at most 1,000 entries. To customers, whoever of the team did something is
 * "Our team".
 * @throws DomainError `not_found`
 */
export async function listHistory({ db }: Deps, scope: Scope, { id }: ById): Promise<{ items: EssayHistoryDto[] }> {
  const [request] = await db
    .select({ id: essayRequests.id })
    .from(essayRequests)
    .where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!request) throw notFound('This request')
  const forStaff = isStaff(scope)
  const own = personOf(scope)
  const rows = await db
    .select()
    .from(essayRequestHistory)
    .where(
      and(eq(essayRequestHistory.requestId, id), forStaff ? undefined : inArray(essayRequestHistory.kind, ofCustomers)),
    )
    .orderBy(asc(essayRequestHistory.at), asc(essayRequestHistory.id))
    .limit(1_000)
  const items = rows.map(({ actorKind, actorId, actorName, ...row }): EssayHistoryDto => {
    const named = forStaff || (actorId !== null && actorId === own)
    return {
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      fromStatus: row.fromStatus,
      toStatus: row.toStatus,
      actor: named
        ? { kind: actorKind, id: actorId, name: actorName }
        : { kind: actorKind, id: null, name: 'Our team' },
      note: row.note,
      data: forStaff ? row.data : null,
    }
  })
  return { items }
}
