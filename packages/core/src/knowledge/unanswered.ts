import { type Db, rowsOf, unansweredQuestions } from '@quarterdeck/db'
import { and, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import {
  audit,
  type ById,
  type Deps,
  moments,
  newId,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import type { ListUnansweredInput } from './inputs.ts'
import type { UnansweredDto } from './model.ts'

type Row = typeof unansweredQuestions.$inferSelect

const toDto = ({ id, question, times, lastAt, conversationId, resolvedAt, resolvedBy }: Row): UnansweredDto => ({
  ...{ id, question, times, conversationId, resolvedBy },
  lastAt: lastAt.toISOString(),
  resolvedAt: resolvedAt?.toISOString() ?? null,
})

/** The question without capitals, accents, punctuation and spaces too many. */
export const normalForm = (question: string): string =>
  question
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 500)

/** Remembers a question for which nothing was found. One that had been resolved waits again. */
export async function noteUnanswered(
  tx: Db,
  deps: Deps,
  { workspaceId }: Scope,
  { question, conversationId = null }: { question: string; conversationId?: string | null },
): Promise<void> {
  const normal = normalForm(question)
  if (!normal) return
  const now = moments(deps.clock.now())
  await rowsOf(
    tx,
    sql`insert into unanswered_questions (id, workspace_id, question, normal, last_at, conversation_id)
      values (${newId()}, ${workspaceId}, ${question.slice(0, 2_000)}, ${normal}, ${now}, ${conversationId})
      on conflict (workspace_id, normal) do update set times = unanswered_questions.times + 1, last_at = ${now},
        conversation_id = coalesce(excluded.conversation_id, unanswered_questions.conversation_id),
        resolved_at = null, resolved_by = null`,
  )
}

/** Questions that nothing was found for, latest first. */
export async function listUnanswered(
  { db }: Deps,
  scope: Scope,
  { resolved, cursor, limit }: ListUnansweredInput,
): Promise<Page<UnansweredDto>> {
  const after = readCursor(cursor)
  const { lastAt, id, resolvedAt, workspaceId } = unansweredQuestions
  const rows = await db
    .select()
    .from(unansweredQuestions)
    .where(
      and(
        eq(workspaceId, scope.workspaceId),
        resolved ? isNotNull(resolvedAt) : isNull(resolvedAt),
        after ? sql`(${lastAt}, ${id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(lastAt), desc(id))
    .limit(limit + 1)
  return toPage(rows, limit, row => ({ at: row.lastAt, id: row.id }), toDto)
}

/** Says that a question has its answer now. @throws DomainError `not_found` */
export async function resolveUnanswered(deps: Deps, scope: Scope, { id }: ById): Promise<UnansweredDto> {
  return deps.db.transaction(async tx => {
    const [row] = await tx
      .update(unansweredQuestions)
      .set({
        resolvedAt: deps.clock.now(),
        resolvedBy: scope.actor.kind === 'person' ? scope.actor.id : null,
      })
      .where(and(eq(unansweredQuestions.workspaceId, scope.workspaceId), eq(unansweredQuestions.id, id)))
      .returning()
    if (!row) throw notFound('This question')
    await audit(tx, scope, { action: 'knowledge.resolve', entity: 'unanswered_question', entityId: id })
    return toDto(row)
  })
}

/** How many questions wait for a document that answers them. */
export async function countUnanswered({ db }: Deps, { workspaceId }: Scope): Promise<number> {
  const isOpen = and(eq(unansweredQuestions.workspaceId, workspaceId), isNull(unansweredQuestions.resolvedAt))
  const [row] = await db.select({ n: count() }).from(unansweredQuestions).where(isOpen)
  return row?.n ?? 0
}
