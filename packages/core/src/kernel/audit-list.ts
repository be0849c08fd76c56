import { auditLog } from '@quarterdeck/db'
import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { containing } from './like.ts'
import { type Page, pageInput, readCursor, toPage } from './paging.ts'
import type { Scope } from './scope.ts'
import { moment, moments } from './window.ts'

export const actorKinds = ['person', 'key', 'system'] as const

export const listAuditInput = z
  .strictObject({
    /** A person's or key's id, or a kind of actor. */
    actor: z.union([z.guid(), z.enum(actorKinds)]).optional(),
    /** Such as `issues.setStatus`; a domain with its dot, such as `issues.`, means all of its actions. */
    action: z.string().trim().min(1).max(100).optional(),
    entity: z.string().trim().min(1).max(100).optional(),
    entityId: z.string().trim().min(1).max(200).optional(),
    /** From this moment on. */
    from: moment.optional(),
    /** Before this moment. */
    to: moment.optional(),
    /** Part of an actor's name, an action, an id, an address or a request id. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListAuditInput = z.infer<typeof listAuditInput>

export interface AuditDto {
  id: string
  at: string
  actor: { kind: (typeof actorKinds)[number]; id: string | null; name: string }
  action: string
  entity: string
  entityId: string | null
  /** The fields that were changed, as they were and as they are; null where nothing was or is. */
  before: unknown
  after: unknown
  ip: string | null
  requestId: string
}

function byActor(actor: string | undefined): SQL | undefined {
  if (actor === undefined) return undefined
  const kind = actorKinds.find(each => each === actor)
  return kind ? eq(auditLog.actorKind, kind) : eq(auditLog.actorId, actor)
}

function byAction(action: string | undefined): SQL | undefined {
  if (action === undefined) return undefined
  return action.endsWith('.') ? sql`starts_with(${auditLog.action}, ${action})` : eq(auditLog.action, action)
}

function searching(search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  const { actorName, action, entityId, ip, requestId } = auditLog
  return or(...[actorName, action, entityId, ip, requestId].map(column => sql`${column} ilike ${pattern}`))
}

/**
 * What was done in the workspace, latest first. It stands here rather than in a domain because the kernel holds the table,
 * and every domain writes to it.
 */
export async function listAudit({ db }: Deps, scope: Scope, input: ListAuditInput): Promise<Page<AuditDto>> {
  const { actor, action, entity, entityId, from, to, search, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.workspaceId, scope.workspaceId),
        byActor(actor),
        byAction(action),
        entity ? eq(auditLog.entity, entity) : undefined,
        entityId ? eq(auditLog.entityId, entityId) : undefined,
        from ? gte(auditLog.at, from) : undefined,
        to ? lt(auditLog.at, to) : undefined,
        searching(search),
        after ? sql`(${auditLog.at}, ${auditLog.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ at, id }) => ({ at, id }),
    ({ id, at, actorKind, actorId, actorName, ...row }) => ({
      id,
      at: at.toISOString(),
      actor: { kind: actorKind, id: actorId, name: actorName },
      action: row.action,
      entity: row.entity,
      entityId: row.entityId,
      before: row.before ?? null,
      after: row.after ?? null,
      ip: row.ip,
      requestId: row.requestId,
    }),
  )
}
