import { type Db, essayRequests, people } from '@quarterdeck/db'
import { and, asc, eq, getTableColumns, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { notFound, type Scope } from '../kernel/index.ts'
import { forOutside } from './document.ts'
import type { EssayRequestDetailDto, EssayRequestDto, NamedPerson } from './model.ts'
import { isStaff, personOf } from './who.ts'

const assignee = alias(people, 'assignee')
type PersonColumns = { id: string; name: string | null; email: string | null }

/** Staff by name; to customers never by address. */
export const namedStaff = (person: PersonColumns | null, forStaff: boolean): NamedPerson | null =>
  person && { id: person.id, name: person.name ?? (forStaff ? person.email : null) ?? 'Our team' }

const { original: _, edited: __, ...withoutTexts } = getTableColumns(essayRequests)

const joined = {
  owner: { id: people.id, name: people.name, email: people.email },
  assignee: { id: assignee.id, name: assignee.name, email: assignee.email },
}

/** Select what `toEssayRequestDto` is made of: no texts, which may be a megabyte each. */
export const selectRequests = (db: Db) =>
  db
    .select({ request: withoutTexts, ...joined })
    .from(essayRequests)
    .leftJoin(people, eq(people.id, essayRequests.ownerId))
    .leftJoin(assignee, eq(assignee.id, essayRequests.assigneeId))
    .$dynamic()

type Row = Awaited<ReturnType<typeof selectRequests>>[number]
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export const isOpen = ({ status }: { status: string }): boolean => status === 'submitted' || status === 'in_progress'

export function toEssayRequestDto(row: Row, now: Date, scope: Scope): EssayRequestDto {
  const { request, owner } = row
  const { id, number, studentName, studentEmail, applicationType, programPrompt, wordCount, turnaround } = request
  const { price, currency, comments, status, rootId, revision, version } = request
  const forStaff = isStaff(scope)
  const showsScores = forStaff || status === 'completed'
  return {
    ...{ id, number, owner, studentName, studentEmail, applicationType, programPrompt, wordCount, turnaround },
    ...{ price, currency, comments, status, rootId, revision },
    dueAt: request.dueAt.toISOString(),
    overdue: isOpen(request) && request.dueAt < now,
    assignee: namedStaff(row.assignee, forStaff),
    currentScore: showsScores ? request.currentScore : null,
    potentialScore: showsScores ? request.potentialScore : null,
    version: forStaff ? version : 0,
    completedAt: iso(request.completedAt),
    cancelledAt: iso(request.cancelledAt),
    sample: request.origin === 'sample',
    createdAt: request.createdAt.toISOString(),
    updatedAt: request.updatedAt.toISOString(),
  }
}

/** What the caller may see at all: customers their own. */
export const seenBy = (scope: Scope): SQL | undefined => {
  const own = personOf(scope)
  return and(
    eq(essayRequests.workspaceId, scope.workspaceId),
    isStaff(scope) || own === null ? undefined : eq(essayRequests.ownerId, own),
  )
}

/** @throws DomainError `not_found` when it is not there, or not the caller's to see. */
export async function readRequest(db: Db, scope: Scope, id: string, now: Date): Promise<EssayRequestDto> {
  const [row] = await selectRequests(db).where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!row) throw notFound('This request')
  return toEssayRequestDto(row, now, scope)
}

/** The same with its texts. @throws DomainError `not_found` */
export async function readRequestDetail(db: Db, scope: Scope, id: string, now: Date): Promise<EssayRequestDetailDto> {
  const [row] = await db
    .select({ request: essayRequests, ...joined })
    .from(essayRequests)
    .leftJoin(people, eq(people.id, essayRequests.ownerId))
    .leftJoin(assignee, eq(assignee.id, essayRequests.assigneeId))
    .where(and(seenBy(scope), eq(essayRequests.id, id)))
  if (!row) throw notFound('This request')
  const { original, edited, status, rootId } = row.request
  const { number, revision } = essayRequests
  const root = rootId ?? id
  const seen = isStaff(scope) ? edited : status === 'completed' && edited ? forOutside(edited) : null
  return {
    ...toEssayRequestDto(row, now, scope),
    original,
    edited: seen,
    revisions: await db
      .select({ id: essayRequests.id, number, revision, status: essayRequests.status })
      .from(essayRequests)
      .where(and(seenBy(scope), or(eq(essayRequests.id, root), eq(sql`coalesce(root_id, id)`, root))))
      .orderBy(asc(revision))
      .limit(200),
  }
}
