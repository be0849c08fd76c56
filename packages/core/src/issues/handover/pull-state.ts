import { type Db, type issueLinks as IssueLinks, issueLinks, issues } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import type { Deps, Scope } from '../../kernel/index.ts'
import { record } from '../history.ts'
import { beginMeasurement } from '../measure.ts'
import { nextStatuses } from '../model.ts'
import { pullNotes } from './inputs.ts'
import type { Pull } from './open-pull.ts'

type LinkRow = typeof IssueLinks.$inferSelect

const stateOf = ({ state, draft, merged_at }: Pull): string =>
  merged_at ? 'merged' : state === 'closed' ? 'closed' : draft ? 'draft' : 'open'

/**
 * Keeps what GitHub says about a pull request, unless something later is known; a merge makes the issue fixed.
 * @returns whether nothing more is to be expected of it.
 */
export async function applyPull(tx: Db, deps: Deps, scope: Scope, link: LinkRow, pull: Pull): Promise<boolean> {
  const notes = pullNotes.safeParse(link.request).data ?? {}
  const state = stateOf(pull)
  const isDone = state === 'merged'
  // A merge is for ever; of all else the latest word counts.
  if (link.state === 'merged') return true
  if (!isDone && notes.heardAt && notes.heardAt > pull.updated_at) return notes.isDone ?? false
  const { repository } = notes
  const request = {
    ...(repository && { repository }),
    ...(notes.said && { said: notes.said }),
    heardAt: pull.updated_at,
    isDone: state !== 'open' && state !== 'draft',
  }
  await tx.update(issueLinks).set({ state, request }).where(eq(issueLinks.id, link.id))
  if (isDone) await markFixed(tx, deps, scope, link, new Date(pull.merged_at ?? pull.updated_at))
  return request.isDone
}

/** The fix is out: from now on the rate can be measured. Statuses beyond are left as they are. */
async function markFixed(tx: Db, deps: Deps, scope: Scope, link: LinkRow, fixedAt: Date): Promise<void> {
  const isThis = and(eq(issues.workspaceId, scope.workspaceId), eq(issues.id, link.issueId))
  const [issue] = await tx
    .select({ status: issues.status, detectedAt: issues.detectedAt })
    .from(issues)
    .where(isThis)
    .for('update')
  if (!issue || !['open', 'diagnosed', 'fixing'].includes(issue.status)) return
  // What was out before it broke has not mended it.
  if (fixedAt < issue.detectedAt) return
  if (!nextStatuses(issue.status).includes('fixed')) return
  const now = deps.clock.now()
  await tx.update(issues).set({ status: 'fixed', updatedAt: now }).where(isThis)
  await beginMeasurement(deps, tx, scope, link.issueId, fixedAt)
  await record(tx, deps, scope, now, {
    ...{ issueId: link.issueId, kind: 'status', fromStatus: issue.status, toStatus: 'fixed' },
    ...{ note: `${link.key ?? 'The pull request'} was merged`, data: { fixedAt: fixedAt.toISOString() } },
  })
}
