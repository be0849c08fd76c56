import { type Db, issueLinks, issueNotices, issues } from '@quarterdeck/db'
import { and, eq, isNotNull, lte } from 'drizzle-orm'
import { systemScope } from '../../identity/index.ts'
import type { Deps, Scope } from '../../kernel/index.ts'
import { channelsOf } from './channels.ts'
import { type Facts, readFacts } from './facts.ts'
import { noticeTurn } from './notice-turn.ts'
import { pullTurn } from './pull-turn.ts'
import { ticketTurn } from './ticket-turn.ts'
import { takeTurn } from './turns.ts'

/** Does what is due of one issue. */
export async function run(deps: Deps, { issueId }: { issueId: string }): Promise<void> {
  const [issue] = await deps.db
    .select({ workspaceId: issues.workspaceId, source: issues.source })
    .from(issues)
    .where(eq(issues.id, issueId))
  if (!issue) return
  const scope = systemScope(issue.workspaceId, 'handover')
  // Nobody is to be called for sample data.
  if (issue.source !== 'sample') await ensureNotices(deps, scope, issueId)
  await takeLinkTurns(deps, scope, issueId)
  await takeNoticeTurns(deps, scope, issueId)
}

async function ensureNotices(deps: Deps, { workspaceId }: Scope, issueId: string): Promise<void> {
  const now = deps.clock.now()
  const rows = channelsOf(deps.integrations).map(channel => ({
    ...{ workspaceId, issueId, channel, dueAt: now, createdAt: now, updatedAt: now },
  }))
  if (rows.length > 0) await deps.db.insert(issueNotices).values(rows).onConflictDoNothing()
}

async function takeLinkTurns(deps: Deps, scope: Scope, issueId: string): Promise<void> {
  const { db } = deps
  const isDue = and(
    eq(issueLinks.issueId, issueId),
    isNotNull(issueLinks.dueAt),
    lte(issueLinks.dueAt, deps.clock.now()),
  )
  for (const { id } of await db.select({ id: issueLinks.id }).from(issueLinks).where(isDue)) {
    const giveUp = async (tx: Db) => {
      const isWaiting = and(eq(issueLinks.id, id), eq(issueLinks.status, 'waiting'))
      await tx.update(issueLinks).set({ status: 'failed' }).where(isWaiting)
    }
    const turn = async (signal: AbortSignal) => {
      // Read in the turn: what was true before it may have been another's work.
      const [link] = await db.select().from(issueLinks).where(eq(issueLinks.id, id))
      if (!link) return { next: null }
      const facts = await readFacts(deps, scope, issueId)
      return link.kind === 'jira'
        ? ticketTurn(deps, scope, link, facts, signal)
        : pullTurn(deps, scope, link, facts, signal)
    }
    await takeTurn(deps, 'issue_links', id, (_, signal) => turn(signal), giveUp)
  }
}

async function takeNoticeTurns(deps: Deps, scope: Scope, issueId: string): Promise<void> {
  const { db } = deps
  const isDue = and(
    eq(issueNotices.issueId, issueId),
    isNotNull(issueNotices.dueAt),
    lte(issueNotices.dueAt, deps.clock.now()),
  )
  for (const { id } of await db.select({ id: issueNotices.id }).from(issueNotices).where(isDue)) {
    await takeTurn(deps, 'issue_notices', id, async (turn, signal) => {
      const [notice] = await db.select().from(issueNotices).where(eq(issueNotices.id, id))
      if (!notice) return { next: null }
      const facts: Facts = await readFacts(deps, scope, issueId)
      return noticeTurn(deps, scope, notice, facts, turn, signal)
    })
  }
}
