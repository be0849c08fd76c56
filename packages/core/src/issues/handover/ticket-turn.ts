import { type issueLinks as IssueLinks, issueLinks } from '@quarterdeck/db'
import { and, eq } from 'drizzle-orm'
import { type Deps, type JiraSettings, later, minutes, type Scope, Trouble } from '../../kernel/index.ts'
import { record } from '../history.ts'
import type { Facts } from './facts.ts'
import { ticketNotes } from './inputs.ts'
import { type Jira, openJira } from './jira.ts'
import { pullRequestComment, ticketFields, ticketLabel } from './ticket-text.ts'
import type { Outcome } from './turns.ts'

type LinkRow = typeof IssueLinks.$inferSelect

/** How often an open ticket is looked at. */
const pollEvery = minutes(5)

/** Makes the ticket, or finds the one that an earlier try made; then keeps it and the issue told of each other. */
export async function ticketTurn(
  deps: Deps,
  scope: Scope,
  link: LinkRow,
  facts: Facts,
  signal: AbortSignal,
): Promise<Outcome> {
  const settings = deps.integrations.jira
  // It was linked by hand, or the settings were taken away: nobody to ask.
  if (!settings) return { next: null }
  const jira = openJira(settings, deps.integrations.patience, signal)
  return link.status === 'made' ? follow(deps, jira, link, facts) : make(deps, scope, jira, settings, link, facts)
}

async function make(
  deps: Deps,
  scope: Scope,
  jira: Jira,
  settings: JiraSettings,
  link: LinkRow,
  facts: Facts,
): Promise<Outcome> {
  const key = (await jira.find(ticketLabel(link.issueId))) ?? (await create(jira, facts))
  const url = `${settings.baseUrl}/browse/${key}`
  const now = deps.clock.now()
  return {
    next: now,
    write: async tx => {
      const isWaiting = and(eq(issueLinks.id, link.id), eq(issueLinks.status, 'waiting'))
      const made = await tx.update(issueLinks).set({ status: 'made', key, url }).where(isWaiting).returning()
      // Somebody has named another ticket meanwhile: theirs counts.
      if (made.length === 0) return
      await record(tx, deps, scope, now, { issueId: link.issueId, kind: 'linked', data: { kind: 'jira', key, url } })
    },
  }
}

async function create(jira: Jira, facts: Facts): Promise<string> {
  try {
    return await jira.create(ticketFields(facts, true), facts.issue.id)
  } catch (error) {
    // Projects choose their fields; a ticket without a priority is better than none.
    if (!(error instanceof Trouble && error.isFinal && /priority/i.test(error.message))) throw error
    return jira.create(ticketFields(facts, false), facts.issue.id)
  }
}

async function follow(deps: Deps, jira: Jira, link: LinkRow, { issue, links }: Facts): Promise<Outcome> {
  const key = link.key ?? ''
  const notes = ticketNotes.safeParse(link.request).data ?? {}
  const pull = links.find(({ kind, url }) => kind === 'github_pr' && url)
  let { commented } = notes
  if (pull?.url && pull.url !== commented) {
    if (!(await jira.hasComment(key, pull.url))) await jira.comment(key, pullRequestComment(pull.key, pull.url))
    commented = pull.url
  }
  let state = await jira.read(key)
  if (issue.status === 'verified' && !state.isDone && (await jira.finish(key))) state = await jira.read(key)
  const request = { ...(commented && { commented }), isDone: state.isDone }
  return {
    next: state.isDone ? null : later(deps.clock.now(), pollEvery),
    write: async tx => {
      await tx.update(issueLinks).set({ state: state.name, request }).where(eq(issueLinks.id, link.id))
    },
  }
}
