import { type Db, type IssueLinkKind, issueLinks } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import {
  audit,
  type ById,
  conflict,
  type Deps,
  invalid,
  later,
  minutes,
  notFound,
  type Scope,
  takeRate,
} from '../../kernel/index.ts'
import { record } from '../history.ts'
import { lockIssue } from '../lock-issue.ts'
import { getIssue } from '../queries.ts'
import { handoverQueue } from './ask.ts'
import { keepFixFiles, readFixFiles } from './fix-files.ts'
import type { LinkJiraInput, LinkPullRequestInput, OpenPullRequestInput } from './inputs.ts'
import { proposeJob } from './jobs.ts'
import { toLinkDto } from './link-queries.ts'
import type { IssueLinkDto } from './model.ts'

type LinkRow = typeof issueLinks.$inferSelect
type Wanted = Pick<LinkRow, 'status' | 'key' | 'url' | 'request'>

/** Creates or changes the one link of a kind. One that is being made gives way to one that somebody names. */
async function put(
  tx: Db,
  deps: Deps,
  scope: Scope,
  issueId: string,
  kind: IssueLinkKind,
  wanted: Wanted,
): Promise<LinkRow> {
  const { workspaceId } = scope
  const now = deps.clock.now()
  const isThis = and(eq(issueLinks.issueId, issueId), eq(issueLinks.kind, kind))
  const fresh = { ...wanted, state: null, lastError: null, tries: 0, dueAt: now, updatedAt: now }
  const [made] = await tx
    .insert(issueLinks)
    .values({ workspaceId, issueId, kind, ...fresh, createdAt: now })
    .onConflictDoNothing({ target: [issueLinks.issueId, issueLinks.kind] })
    .returning()
  if (made) return made
  const [known] = await tx.select().from(issueLinks).where(isThis).for('update')
  if (!known) throw conflict('This link was just taken away')
  const isAsked = wanted.status === 'waiting'
  // Asked for twice: it is made once.
  if (isAsked && known.status !== 'failed') return known
  const [changed] = await tx.update(issueLinks).set(fresh).where(isThis).returning()
  if (!changed) throw conflict('This link was just taken away')
  return changed
}

async function keep(
  deps: Deps,
  scope: Scope,
  issueId: string,
  kind: IssueLinkKind,
  action: string,
  wanted: Wanted,
  also?: (tx: Db) => Promise<void>,
): Promise<IssueLinkDto> {
  return deps.db.transaction(async tx => {
    await getIssue({ db: tx }, scope, { id: issueId })
    await lockIssue(tx, issueId)
    const link = await put(tx, deps, scope, issueId, kind, wanted)
    await also?.(tx)
    await audit(tx, scope, {
      action,
      entity: 'issue',
      entityId: issueId,
      after: { kind, status: link.status, key: link.key, url: link.url },
    })
    if (wanted.status === 'made') {
      await record(tx, deps, scope, deps.clock.now(), {
        issueId,
        kind: 'linked',
        data: { kind, key: link.key, url: link.url },
      })
    } else await deps.jobs.enqueue(tx, handoverQueue, { issueId })
    return toLinkDto(link)
  })
}

/** Asks for a Jira ticket of an issue: one, however often it is asked for. */
export async function createJiraTicket(deps: Deps, scope: Scope, { id }: ById): Promise<IssueLinkDto> {
  if (!deps.integrations.jira) throw conflict('Jira is not set up here: JIRA_BASE_URL and its companions are missing')
  const wanted: Wanted = { status: 'waiting', key: null, url: null, request: {} }
  return keep(deps, scope, id, 'jira', 'issues.createJiraTicket', wanted)
}

/** Names the ticket that somebody made in Jira. */
export async function linkJira(deps: Deps, scope: Scope, { id, key, url }: LinkJiraInput): Promise<IssueLinkDto> {
  const { jira } = deps.integrations
  const address = url ?? (jira && `${jira.baseUrl}/browse/${key}`)
  if (!address) {
    const message = 'Jira is not set up here, so that a key alone does not say where the ticket is'
    throw invalid(message, [{ path: 'url', message: 'give the address of the ticket' }])
  }
  return keep(deps, scope, id, 'jira', 'issues.linkJira', { status: 'made', key, url: address, request: {} })
}

/**
 * Asks for a draft pull request with a report of the issue: one, however often it is asked for. With a model and files
 * that it may change, it proposes a fix first.
 */
export async function openPullRequest(
  deps: Deps,
  scope: Scope,
  { id, targets: named, ...asked }: OpenPullRequestInput,
): Promise<IssueLinkDto> {
  const { actor } = scope
  if (!deps.integrations.github) throw conflict('GitHub is not set up here: set GITHUB_TOKEN, or an app and its key')
  const targets = named ?? (await readFixFiles(deps.db, scope))[asked.repository.toLowerCase()] ?? []
  const asksModel = deps.llm !== null && targets.length > 0
  if (asksModel && actor.kind !== 'system') await takeRate(deps, deps.limits.costly, `${actor.kind}:${actor.id}`)
  const proposeUntil = later(deps.clock.now(), minutes(10)).toISOString()
  const request = { ...asked, ...(asksModel && { targets, proposeUntil }) }
  const wanted: Wanted = { status: 'waiting', key: null, url: null, request }
  return keep(deps, scope, id, 'github_pr', 'issues.openPullRequest', wanted, async tx => {
    if (named) await keepFixFiles(tx, scope, asked.repository, named)
    const { workspaceId } = scope
    if (asksModel) await deps.jobs.enqueue(tx, proposeJob, { workspaceId, issueId: id }, { once: id })
  })
}

/** Names the pull request that somebody opened. */
export async function linkPullRequest(
  deps: Deps,
  scope: Scope,
  { id, url }: LinkPullRequestInput,
): Promise<IssueLinkDto> {
  const [, owner, repository, , number] = new URL(url).pathname.split('/')
  if (!owner || !repository || !number) throw notFound('This pull request')
  const key = `${owner}/${repository}#${number}`
  const request = { repository: `${owner}/${repository}` }
  return keep(deps, scope, id, 'github_pr', 'issues.linkPullRequest', { status: 'made', key, url, request })
}
