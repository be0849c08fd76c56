import { issueLinks, issueNotices } from '@quarterdeck/db'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ById, Deps, Scope } from '../../kernel/index.ts'
import { getIssue } from '../queries.ts'
import { readFixFiles } from './fix-files.ts'
import type { IssueLinkDto, IssueLinksDto, IssueNoticeDto } from './model.ts'

const notes = z.object({ isDone: z.boolean().optional(), said: z.array(z.string()).optional() })

export function toLinkDto(link: typeof issueLinks.$inferSelect): IssueLinkDto {
  const { isDone = false, said = [] } = notes.safeParse(link.request).data ?? {}
  return {
    id: link.id,
    kind: link.kind,
    status: link.status,
    key: link.key,
    url: link.url,
    state: link.state,
    isDone,
    said,
    lastError: link.lastError,
    nextAt: link.dueAt?.toISOString() ?? null,
  }
}

/** The ticket and pull request of an issue. */
export async function getLinks(deps: Deps, scope: Scope, input: ById): Promise<IssueLinksDto> {
  const issue = await getIssue(deps, scope, input)
  const rows = await deps.db
    .select()
    .from(issueLinks)
    .where(and(eq(issueLinks.workspaceId, scope.workspaceId), eq(issueLinks.issueId, issue.id)))
    .orderBy(asc(issueLinks.createdAt), asc(issueLinks.id))
  const [last] = await deps.db
    .select({ repository: sql<string | null>`${issueLinks.request} ->> 'repository'` })
    .from(issueLinks)
    .where(and(eq(issueLinks.workspaceId, scope.workspaceId), eq(issueLinks.kind, 'github_pr')))
    .orderBy(desc(issueLinks.createdAt), desc(issueLinks.id))
    .limit(1)
  return {
    items: rows.map(toLinkDto),
    canCreateTicket: deps.integrations.jira !== null,
    canOpenPullRequest: deps.integrations.github !== null,
    canPropose: deps.integrations.github !== null && deps.llm !== null,
    lastRepository: last?.repository ?? null,
    fixFiles: await readFixFiles(deps.db, scope),
  }
}

/** Where the team was told of an issue. */
export async function getNotices(deps: Deps, scope: Scope, input: ById): Promise<{ items: IssueNoticeDto[] }> {
  const issue = await getIssue(deps, scope, input)
  const rows = await deps.db
    .select()
    .from(issueNotices)
    .where(and(eq(issueNotices.workspaceId, scope.workspaceId), eq(issueNotices.issueId, issue.id)))
    .orderBy(asc(issueNotices.createdAt), asc(issueNotices.id))
  const items = rows.map(({ id, channel, told, lastError, updatedAt }) => ({
    ...{ id, channel, told, lastError, at: updatedAt.toISOString() },
  }))
  return { items }
}
