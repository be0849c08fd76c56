import { cannedReplies } from '@quarterdeck/db'
import { and, asc, eq } from 'drizzle-orm'
import { audit, type ById, conflict, type Deps, notFound, type Scope } from '../kernel/index.ts'
import type { CreateCannedReplyInput, UpdateCannedReplyInput } from './inputs.ts'
import type { CannedReplyDto } from './model.ts'

type Row = typeof cannedReplies.$inferSelect
const toDto = ({ workspaceId: _, createdAt, updatedAt, ...row }: Row): CannedReplyDto => ({
  ...row,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})
const named = ({ workspaceId }: Scope, id: string) =>
  and(eq(cannedReplies.workspaceId, workspaceId), eq(cannedReplies.id, id))
const entry = (action: string, { id, shortcut }: Row) => ({
  ...{ action: `cannedReplies.${action}`, entity: 'canned_reply', entityId: id, after: { shortcut } },
})
const taken = (shortcut: string | undefined) => conflict(`There is a reply /${shortcut ?? ''} already`)

/** All of them, by shortcut; at most 500 are shown. */
export async function listCannedReplies({ db }: Deps, scope: Scope): Promise<{ items: CannedReplyDto[] }> {
  const rows = await db
    .select()
    .from(cannedReplies)
    .where(eq(cannedReplies.workspaceId, scope.workspaceId))
    .orderBy(asc(cannedReplies.shortcut))
    .limit(500)
  return { items: rows.map(toDto) }
}

/** @throws DomainError `conflict` when the shortcut is taken. */
export async function createCannedReply(
  deps: Deps,
  scope: Scope,
  input: CreateCannedReplyInput,
): Promise<CannedReplyDto> {
  return deps.db.transaction(async tx => {
    const values = { ...input, workspaceId: scope.workspaceId }
    const [row] = await tx.insert(cannedReplies).values(values).onConflictDoNothing().returning()
    if (!row) throw taken(input.shortcut)
    await audit(tx, scope, entry('create', row))
    return toDto(row)
  })
}

/** @throws DomainError `not_found`; `conflict` when the shortcut is taken. */
export async function updateCannedReply(
  deps: Deps,
  scope: Scope,
  { id, ...fields }: UpdateCannedReplyInput,
): Promise<CannedReplyDto> {
  return deps.db.transaction(async tx => {
    const [other] = fields.shortcut
      ? await tx
          .select({ id: cannedReplies.id })
          .from(cannedReplies)
          .where(and(eq(cannedReplies.workspaceId, scope.workspaceId), eq(cannedReplies.shortcut, fields.shortcut)))
      : []
    if (other && other.id !== id) throw taken(fields.shortcut)
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
    const [row] = await tx
      .update(cannedReplies)
      .set({ ...given, updatedAt: deps.clock.now() })
      .where(named(scope, id))
      .returning()
    if (!row) throw notFound('This reply')
    await audit(tx, scope, entry('update', row))
    return toDto(row)
  })
}

/** @throws DomainError `not_found` */
export async function removeCannedReply(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const [row] = await tx.delete(cannedReplies).where(named(scope, id)).returning()
    if (!row) throw notFound('This reply')
    await audit(tx, scope, entry('remove', row))
    return { id }
  })
}
