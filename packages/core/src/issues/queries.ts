import { issueHistory, issues, people } from '@quarterdeck/db'
import { and, asc, count, desc, eq, inArray, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import { issueColumns, toIssueDto } from './dto.ts'
import type { IssueFilters, ListIssuesInput } from './inputs.ts'
import { type IssueCounts, type IssueDto, type IssueHistoryDto, settledStatuses } from './model.ts'

const settled = [...settledStatuses]
export const isOpen = notInArray(issues.status, settled)

function searching(search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  return or(
    sql`${issues.title} ilike ${pattern}`,
    sql`${issues.funnelName} ilike ${pattern}`,
    sql`${issues.step} ilike ${pattern}`,
    number === undefined ? undefined : eq(issues.number, Number(number)),
  )
}

function fitting(scope: Scope, { severity, funnelId, assigneeId, search }: IssueFilters): SQL | undefined {
  return and(
    eq(issues.workspaceId, scope.workspaceId),
    severity ? eq(issues.severity, severity) : undefined,
    funnelId ? eq(issues.funnelId, funnelId) : undefined,
    assigneeId === undefined
      ? undefined
      : assigneeId === null
        ? isNull(issues.assigneeId)
        : eq(issues.assigneeId, assigneeId),
    searching(search),
  )
}

/** Issues, latest detected first. */
export async function listIssues({ db }: Deps, scope: Scope, input: ListIssuesInput): Promise<Page<IssueDto>> {
  const { status, open, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select(issueColumns)
    .from(issues)
    .leftJoin(people, eq(people.id, issues.assigneeId))
    .where(
      and(
        fitting(scope, input),
        status ? eq(issues.status, status) : undefined,
        open === undefined ? undefined : open ? isOpen : inArray(issues.status, settled),
        after ? sql`(${issues.detectedAt}, ${issues.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(issues.detectedAt), desc(issues.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ issue }) => ({ at: issue.detectedAt, id: issue.id }), toIssueDto)
}

/** @throws DomainError `not_found` */
export async function getIssue({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<IssueDto> {
  const [row] = await db
    .select(issueColumns)
    .from(issues)
    .leftJoin(people, eq(people.id, issues.assigneeId))
    .where(and(eq(issues.workspaceId, scope.workspaceId), eq(issues.id, id)))
  if (!row) throw notFound('This issue')
  return toIssueDto(row)
}

/** Everything that happened to an issue, oldest first, at most 500 entries. */
export async function getHistory(deps: Deps, scope: Scope, input: ById): Promise<{ items: IssueHistoryDto[] }> {
  const issue = await getIssue(deps, scope, input)
  const rows = await deps.db
    .select()
    .from(issueHistory)
    .where(and(eq(issueHistory.workspaceId, scope.workspaceId), eq(issueHistory.issueId, issue.id)))
    .orderBy(asc(issueHistory.at), asc(issueHistory.id))
    .limit(500)
  const items = rows.map(row => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    from: row.fromStatus,
    to: row.toStatus,
    actor: { kind: row.actorKind, name: row.actorName },
    note: row.note,
    data: row.data,
  }))
  return { items }
}

/** How many issues stand in each status; those in which none stands are left out. */
export async function countIssues({ db }: Deps, scope: Scope, input: IssueFilters): Promise<IssueCounts> {
  const items = await db
    .select({ status: issues.status, issues: count() })
    .from(issues)
    .where(fitting(scope, input))
    .groupBy(issues.status)
  return { items }
}

/** How many issues wait for somebody. */
export async function countOpenIssues({ db }: Deps, scope: Scope): Promise<number> {
  const [row] = await db
    .select({ open: count() })
    .from(issues)
    .where(and(eq(issues.workspaceId, scope.workspaceId), isOpen))
  return row?.open ?? 0
}
