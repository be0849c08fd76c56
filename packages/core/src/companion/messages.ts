import { type CompanionResult, companionCalls, companionMessages, companionThreads, type Db } from '@quarterdeck/db'
import { and, asc, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { type Deps, notFound, type Scope } from '../kernel/index.ts'
import type { CallInput, ThreadMessagesInput } from './inputs.ts'
import type { CallDto, CompanionMessageDto, CompanionMessagePage } from './model.ts'
import { readThread } from './threads.ts'

type MessageRow = typeof companionMessages.$inferSelect
type CallRow = typeof companionCalls.$inferSelect

/** Rows of a table that stand beside a message. */
const shown = 50

const shorten = (result: CompanionResult): CompanionResult => ({
  ...result,
  tables: result.tables.map(table =>
    table.rows.length > shown ? { ...table, rows: table.rows.slice(0, shown), cut: true } : table,
  ),
})

const toCall = ({ number, tool, args, result, error, milliseconds, createdAt }: CallRow): CallDto => ({
  ...{ number, tool, args, result, error, milliseconds, createdAt: createdAt.toISOString() },
})

const toMessage = ({ workspaceId: _, clientId: __, createdAt, ...row }: MessageRow, calls: CallRow[]) => ({
  ...row,
  calls: calls
    .filter(({ messageId }) => messageId === row.id)
    .map(toCall)
    .map(call => ({ ...call, result: call.result && shorten(call.result) })),
  createdAt: createdAt.toISOString(),
})

/** Messages of a thread, with what was called for each. That it is the asker's was checked before. */
export async function readMessages(
  db: Db,
  threadId: string,
  { where, order, limit }: { where?: SQL | undefined; order: SQL; limit: number },
): Promise<CompanionMessageDto[]> {
  const rows = await db
    .select()
    .from(companionMessages)
    .where(and(eq(companionMessages.threadId, threadId), where))
    .orderBy(order)
    .limit(limit)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const calls = await db
    .select()
    .from(companionCalls)
    .where(inArray(companionCalls.messageId, ids))
    .orderBy(asc(companionCalls.number))
  return rows.map(row => toMessage(row, calls))
}

/**
 * What was said in a thread, the latest unless `before` says where from.
 * @throws DomainError `not_found`
 */
export async function listThreadMessages(
  deps: Deps,
  scope: Scope,
  { threadId, before, limit }: ThreadMessagesInput,
): Promise<CompanionMessagePage> {
  await readThread(deps.db, scope, threadId)
  const items = await readMessages(deps.db, threadId, {
    where: before === undefined ? undefined : lt(companionMessages.seq, before),
    ...{ order: desc(companionMessages.seq), limit },
  })
  const first = items.at(-1)?.seq ?? 1
  return { items: items.reverse(), before: first > 1 ? first : null }
}

/**
 * A call with all rows that are kept of it.
 * @throws DomainError `not_found`
 */
export async function getCall(deps: Deps, scope: Scope, { threadId, number }: CallInput): Promise<CallDto> {
  await readThread(deps.db, scope, threadId)
  const call = await readCall(deps.db, threadId, number)
  if (!call) throw notFound('This call')
  return toCall(call)
}

export async function readCall(db: Db, threadId: string, number: number): Promise<CallRow | null> {
  const [row] = await db
    .select()
    .from(companionCalls)
    .where(and(eq(companionCalls.threadId, threadId), eq(companionCalls.number, number)))
  return row ?? null
}

/** Takes the next numbers of a thread; its row is held until the transaction ends. */
export async function advance(
  tx: Db,
  threadId: string,
  {
    messages = 0,
    calls = 0,
    changes = messages,
    at,
  }: { messages?: number; calls?: number; changes?: number; at: Date },
) {
  const [row] = await tx
    .update(companionThreads)
    .set({
      lastSeq: sql`${companionThreads.lastSeq} + ${messages}`,
      lastChange: sql`${companionThreads.lastChange} + ${changes}`,
      lastCall: sql`${companionThreads.lastCall} + ${calls}`,
      ...(messages > 0 && { lastMessageAt: at }),
    })
    .where(eq(companionThreads.id, threadId))
    .returning({
      seq: companionThreads.lastSeq,
      change: companionThreads.lastChange,
      call: companionThreads.lastCall,
    })
  if (!row) throw notFound('This thread')
  return row
}
