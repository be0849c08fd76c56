import { companionMessages, companionThreads, type Db } from '@quarterdeck/db'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import {
  audit,
  type ById,
  containing,
  type Deps,
  forbidden,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import type { CreateThreadInput, RenameThreadInput, ThreadsInput } from './inputs.ts'
import type { ThreadDto } from './model.ts'

export type ThreadRow = typeof companionThreads.$inferSelect

/** What a thread is called until its first question. */
export const untitled = 'New thread'

/** Whose threads the caller has: a person's or a program's own. */
export function ownerOf({ actor }: Scope): string {
  if (actor.kind === 'system') throw forbidden('A thread belongs to a person or a key')
  return actor.id
}

const own = (scope: Scope, id: string): SQL | undefined =>
  and(
    eq(companionThreads.workspaceId, scope.workspaceId),
    eq(companionThreads.id, id),
    eq(companionThreads.ownerId, ownerOf(scope)),
  )

const isWriting = sql<boolean>`exists (select from ${companionMessages} m
  where m.thread_id = ${companionThreads.id} and m.status = 'writing')`

const columns = { thread: companionThreads, writing: isWriting }

const toThread = ({ thread, writing }: { thread: ThreadRow; writing: boolean }): ThreadDto => ({
  ...{ id: thread.id, title: thread.title, messages: thread.lastSeq, writing },
  lastMessageAt: thread.lastMessageAt.toISOString(),
  createdAt: thread.createdAt.toISOString(),
})

/** @throws DomainError `not_found` when it is not there, or not the caller's. */
export async function readThread(db: Db, scope: Scope, id: string): Promise<ThreadDto> {
  const [row] = await db.select(columns).from(companionThreads).where(own(scope, id))
  if (!row) throw notFound('This thread')
  return toThread(row)
}

/**
 * Holds a thread of the caller's for the rest of the transaction, so that its messages have no gap.
 * @throws DomainError `not_found`
 */
export async function lockThread(tx: Db, scope: Scope, id: string): Promise<ThreadRow> {
  const [row] = await tx.select().from(companionThreads).where(own(scope, id)).for('update')
  if (!row) throw notFound('This thread')
  return row
}

/** Begins a thread that only the caller sees. */
export async function createThread(deps: Deps, scope: Scope, { title }: CreateThreadInput): Promise<ThreadDto> {
  const now = deps.clock.now()
  const values = { workspaceId: scope.workspaceId, ownerId: ownerOf(scope), title: title ?? untitled }
  return deps.db.transaction(async tx => {
    const [thread] = await tx
      .insert(companionThreads)
      .values({ ...values, lastMessageAt: now, createdAt: now })
      .returning()
    if (!thread) throw new Error('The thread was not stored')
    await audit(tx, scope, { action: 'companion.createThread', entity: 'companion_thread', entityId: thread.id })
    return toThread({ thread, writing: false })
  })
}

/** @throws DomainError `not_found` */
export async function renameThread(deps: Deps, scope: Scope, { id, title }: RenameThreadInput): Promise<ThreadDto> {
  return deps.db.transaction(async tx => {
    await lockThread(tx, scope, id)
    await tx.update(companionThreads).set({ title }).where(own(scope, id))
    await audit(tx, scope, { action: 'companion.rename', entity: 'companion_thread', entityId: id })
    return readThread(tx, scope, id)
  })
}

/**
 * Removes a thread with all that was said, and the steps of its answers.
 * @throws DomainError `not_found`
 */
export async function removeThread(deps: Deps, scope: Scope, { id }: ById): Promise<{ removed: boolean }> {
  return deps.db.transaction(async tx => {
    await lockThread(tx, scope, id)
    await tx.execute(sql`delete from workflows where workspace_id = ${scope.workspaceId}
      and entity = 'companion_thread' and entity_id = ${id}`)
    await tx.delete(companionThreads).where(own(scope, id))
    await audit(tx, scope, { action: 'companion.remove', entity: 'companion_thread', entityId: id })
    return { removed: true }
  })
}

/** The caller's threads, the latest message first. */
export async function listThreads(deps: Deps, scope: Scope, input: ThreadsInput): Promise<Page<ThreadDto>> {
  const after = readCursor(input.cursor)
  const pattern = input.search && containing(input.search)
  const rows = await deps.db
    .select(columns)
    .from(companionThreads)
    .where(
      and(
        eq(companionThreads.workspaceId, scope.workspaceId),
        eq(companionThreads.ownerId, ownerOf(scope)),
        pattern
          ? sql`(${companionThreads.title} ilike ${pattern} or exists (select from ${companionMessages} m
              where m.thread_id = ${companionThreads.id} and m.content ilike ${pattern}))`
          : undefined,
        after
          ? sql`(${companionThreads.lastMessageAt}, ${companionThreads.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(companionThreads.lastMessageAt), desc(companionThreads.id))
    .limit(input.limit + 1)
  return toPage(rows, input.limit, ({ thread }) => ({ at: thread.lastMessageAt, id: thread.id }), toThread)
}
