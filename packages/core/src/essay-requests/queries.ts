import { essayRequests, people } from '@quarterdeck/db'
import { and, asc, count, desc, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  days,
  earlier,
  forbidden,
  hours,
  later,
  moments,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import { type ListEssayRequestsInput, type MyEssayRequestsInput, statuses } from './inputs.ts'
import type { EssayRequestDetailDto, EssayRequestDto, EssayStatsDto } from './model.ts'
import { readRequestDetail, seenBy, selectRequests, toEssayRequestDto } from './request-rows.ts'
import { personOf } from './who.ts'

/** @throws DomainError `not_found` when it is not there, or not the caller's to see. */
export const getEssayRequest = (deps: Deps, scope: Scope, { id }: ById): Promise<EssayRequestDetailDto> =>
  readRequestDetail(deps.db, scope, id, deps.clock.now())

const open = inArray(essayRequests.status, ['submitted', 'in_progress'])
const closed = inArray(essayRequests.status, ['completed', 'cancelled'])
const inGroup = (group: 'current' | 'previous' | undefined) =>
  group === undefined ? undefined : group === 'current' ? open : closed

const orders = {
  newest: { column: essayRequests.createdAt, direction: desc, after: sql.raw('<') },
  oldest: { column: essayRequests.createdAt, direction: asc, after: sql.raw('>') },
  due: { column: essayRequests.dueAt, direction: asc, after: sql.raw('>') },
} as const

async function pageOf(
  deps: Deps,
  scope: Scope,
  { cursor, limit, sort }: { cursor?: string | undefined; limit: number; sort: keyof typeof orders },
  where: SQL | undefined,
): Promise<Page<EssayRequestDto>> {
  const last = readCursor(cursor)
  const now = deps.clock.now()
  const { column, direction, after } = orders[sort]
  const rows = await selectRequests(deps.db)
    .where(
      and(
        seenBy(scope),
        where,
        last ? sql`(${column}, ${essayRequests.id}) ${after} (${moments(last.at)}, ${last.id}::uuid)` : undefined,
      ),
    )
    .orderBy(direction(column), direction(essayRequests.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ request }) => ({ at: sort === 'due' ? request.dueAt : request.createdAt, id: request.id }),
    row => toEssayRequestDto(row, now, scope),
  )
}

/** The caller's own, newest first. */
export async function myEssayRequests(
  deps: Deps,
  scope: Scope,
  input: MyEssayRequestsInput,
): Promise<Page<EssayRequestDto>> {
  const own = personOf(scope)
  if (own === null) throw forbidden('A request belongs to a person: sign in as one')
  const where = and(eq(essayRequests.ownerId, own), inGroup(input.group))
  return pageOf(deps, scope, { ...input, sort: 'newest' }, where)
}

function searching(search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  return or(
    sql`${essayRequests.studentName} ilike ${pattern}`,
    sql`${essayRequests.studentEmail} ilike ${pattern}`,
    sql`${essayRequests.programPrompt} ilike ${pattern}`,
    sql`${people.name} ilike ${pattern}`,
    sql`${people.email} ilike ${pattern}`,
    number === undefined ? undefined : eq(essayRequests.number, Number(number)),
  )
}

/** Everybody's requests: for staff. */
export function listEssayRequests(
  deps: Deps,
  scope: Scope,
  input: ListEssayRequestsInput,
): Promise<Page<EssayRequestDto>> {
  const { status, group, turnaround, assigneeId, ownerId, overdue, search } = input
  const late = and(open, lt(essayRequests.dueAt, deps.clock.now()))
  const where = and(
    status ? eq(essayRequests.status, status) : undefined,
    inGroup(group),
    turnaround ? eq(essayRequests.turnaround, turnaround) : undefined,
    assigneeId ? eq(essayRequests.assigneeId, assigneeId) : undefined,
    assigneeId === null ? isNull(essayRequests.assigneeId) : undefined,
    ownerId ? eq(essayRequests.ownerId, ownerId) : undefined,
    overdue === undefined ? undefined : overdue ? late : sql`not (${late})`,
    searching(search),
  )
  return pageOf(deps, scope, input, where)
}

/** How much there is to do, and was done. */
export async function essayStats({ db, clock }: Deps, scope: Scope): Promise<EssayStatsDto> {
  const now = clock.now()
  const counted = (test: SQL) => sql<number>`(count(*) filter (where ${test}))::int`
  const { status, dueAt, completedAt, assigneeId } = essayRequests
  const [row] = await db
    .select({
      current: counted(open),
      dueSoon: counted(sql`${open} and ${dueAt} <= ${moments(later(now, hours(24)))}`),
      overdue: counted(sql`${open} and ${dueAt} < ${moments(now)}`),
      unassigned: counted(sql`${open} and ${assigneeId} is null`),
      completedLast7Days: counted(sql`${status} = 'completed' and ${completedAt} > ${moments(earlier(now, days(7)))}`),
    })
    .from(essayRequests)
    .where(eq(essayRequests.workspaceId, scope.workspaceId))
  const found = await db
    .select({ status, n: count() })
    .from(essayRequests)
    .where(eq(essayRequests.workspaceId, scope.workspaceId))
    .groupBy(status)
  const numbers = new Map(found.map(each => [each.status, each.n]))
  const [submitted, in_progress, completed, cancelled] = statuses.map(each => numbers.get(each) ?? 0)
  return {
    ...{ current: 0, dueSoon: 0, overdue: 0, unassigned: 0, completedLast7Days: 0, ...row },
    byStatus: {
      ...{ submitted: submitted ?? 0, in_progress: in_progress ?? 0 },
      ...{ completed: completed ?? 0, cancelled: cancelled ?? 0 },
    },
  }
}
