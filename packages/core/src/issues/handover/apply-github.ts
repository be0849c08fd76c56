import { type Db, issueLinks, issues } from '@quarterdeck/db'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Delivery, type Deps, parseJson, type Scope } from '../../kernel/index.ts'
import { record } from '../history.ts'
import { lockIssue } from '../lock-issue.ts'
import { pullNotes } from './inputs.ts'
import { pullShape } from './open-pull.ts'
import { applyPull } from './pull-state.ts'

const pullEvent = z.object({
  pull_request: pullShape.extend({ head: z.object({ ref: z.string() }) }),
  repository: z.object({ full_name: z.string() }),
})
type PullEvent = z.infer<typeof pullEvent>

/** What happens to a pull request of an issue happens to the issue's link, and by a merge to the issue. */
export async function handle(tx: Db, deps: Deps, scope: Scope, delivery: Delivery): Promise<'done' | 'ignored'> {
  if (delivery.eventType !== 'pull_request') return 'ignored'
  const event = pullEvent.parse(parseJson(delivery.body))
  const links = (await byKey(tx, scope, event)) ?? (await byBranch(tx, deps, scope, event))
  for (const link of links) await applyPull(tx, deps, scope, link, event.pull_request)
  return links.length > 0 ? 'done' : 'ignored'
}

/**
 * The same for many. Of a busy repository's deliveries few are about an issue: those are found together, and only they
 * are applied.
 */
export async function handleAll(
  tx: Db,
  deps: Deps,
  scope: Scope,
  deliveries: readonly Delivery[],
): Promise<readonly ('done' | 'ignored')[]> {
  const pulls = deliveries.flatMap(delivery => {
    if (delivery.eventType !== 'pull_request') return []
    const { data } = pullEvent.safeParse(parseJson(delivery.body))
    return data ? [{ delivery, key: keyOf(data).toLowerCase(), ref: data.pull_request.head.ref }] : []
  })
  const linked = await linkedAmong(
    tx,
    scope,
    pulls.map(({ key }) => key),
  )
  const ours = pulls.filter(({ key, ref }) => linked.has(key) || ownBranch.test(ref))
  const statuses = new Map<string, 'done' | 'ignored'>()
  for (const { delivery } of ours) statuses.set(delivery.id, await handle(tx, deps, scope, delivery))
  return deliveries.map(({ id }) => statuses.get(id) ?? 'ignored')
}

async function linkedAmong(tx: Db, scope: Scope, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const key = sql<string>`lower(${issueLinks.key})`
  const rows = await tx
    .select({ key })
    .from(issueLinks)
    .where(and(isPull(scope), inArray(key, [...keys])))
  return new Set(rows.map(row => row.key))
}

/** The branches that we make. */
const ownBranch = /^quarterdeck\/issue-(\d{1,9})$/

const keyOf = ({ repository, pull_request }: PullEvent) => `${repository.full_name}#${pull_request.number}`
const isPull = (scope: Scope) => and(eq(issueLinks.workspaceId, scope.workspaceId), eq(issueLinks.kind, 'github_pr'))

async function byKey(tx: Db, scope: Scope, event: PullEvent) {
  // GitHub's names are the same in any case.
  const isNamed = and(isPull(scope), sql`lower(${issueLinks.key}) = lower(${keyOf(event)})`)
  const known = await tx
    .select({ issueId: issueLinks.issueId })
    .from(issueLinks)
    .where(isNamed)
    .orderBy(issueLinks.issueId)
  for (const { issueId } of known) await lockIssue(tx, issueId)
  const links = await tx.select().from(issueLinks).where(isNamed).orderBy(issueLinks.issueId).for('update')
  return links.length > 0 ? links : null
}

/** Of a pull request whose number is not known here yet: GitHub was faster than its own answer to our request. */
async function byBranch(tx: Db, deps: Deps, scope: Scope, event: PullEvent) {
  const number = ownBranch.exec(event.pull_request.head.ref)?.[1]
  if (!number) return []
  const isIssue = and(eq(issues.workspaceId, scope.workspaceId), eq(issues.number, Number(number)))
  const [issue] = await tx.select({ id: issues.id }).from(issues).where(isIssue)
  if (!issue) return []
  await lockIssue(tx, issue.id)
  const [link] = await tx
    .select()
    .from(issueLinks)
    .where(and(isPull(scope), eq(issueLinks.issueId, issue.id)))
    .for('update')
  const repository = pullNotes.safeParse(link?.request).data?.repository
  const isOurs = repository?.toLowerCase() === event.repository.full_name.toLowerCase()
  if (!link || !isOurs || link.status === 'made') return []
  const key = `${repository}#${event.pull_request.number}`
  const made = { status: 'made' as const, key, url: event.pull_request.html_url, request: { repository } }
  await tx.update(issueLinks).set(made).where(eq(issueLinks.id, link.id))
  const data = { kind: 'github_pr', key, url: made.url }
  await record(tx, deps, scope, deps.clock.now(), { issueId: issue.id, kind: 'linked', data })
  return [{ ...link, ...made }]
}
