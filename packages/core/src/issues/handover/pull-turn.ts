import { type issueLinks as IssueLinks, issueLinks } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import { type Deps, later, minutes, type Scope, Trouble } from '../../kernel/index.ts'
import { record } from '../history.ts'
import type { Facts } from './facts.ts'
import { asking, openGithub, repositoryOf } from './github.ts'
import { pullNotes } from './inputs.ts'
import { openPull, pullShape } from './open-pull.ts'
import { applyPull } from './pull-state.ts'
import type { Outcome } from './turns.ts'

type LinkRow = typeof IssueLinks.$inferSelect

/** Webhooks tell sooner; this is for those that never came. */
const pollEvery = minutes(5)

/** Opens the pull request, or finds the one that an earlier try opened; then looks after it until it ends. */
export async function pullTurn(
  deps: Deps,
  scope: Scope,
  link: LinkRow,
  facts: Facts,
  signal: AbortSignal,
): Promise<Outcome> {
  const { github, patience } = deps.integrations
  if (!github) return { next: null }
  const notes = pullNotes.parse(link.request)
  const name = notes.repository ?? ''
  const where = repositoryOf(name)
  const client = await openGithub(github, where, patience, signal)
  if (link.status === 'made')
    return follow(deps, scope, link, () => client.rest.pulls.get({ ...where, ...numberOf(link) }))
  const now = deps.clock.now()
  const until = notes.proposeUntil && !notes.proposal ? new Date(notes.proposeUntil) : now
  if (until > now) return { next: until }
  const { pull, said } = await asking(() => openPull(client, where, facts, notes))
  const key = `${name}#${pull.number}`
  const url = pull.html_url
  return {
    next: later(now, pollEvery),
    write: async tx => {
      const [fresh] = await tx.select().from(issueLinks).where(eq(issueLinks.id, link.id)).for('update')
      if (!fresh) return
      if (fresh.status === 'made') {
        // A webhook was faster than the answer; or somebody has named another meanwhile, and theirs counts.
        if (fresh.key === key) await applyPull(tx, deps, scope, fresh, pull)
        return
      }
      // Files that were to be put in are in now, and the repository has them.
      const made = {
        status: 'made' as const,
        key,
        url,
        request: { repository: name, ...(said.length > 0 && { said }) },
      }
      await tx.update(issueLinks).set(made).where(eq(issueLinks.id, link.id))
      const data = { kind: 'github_pr', key, url }
      await record(tx, deps, scope, now, { issueId: link.issueId, kind: 'linked', data })
      await applyPull(tx, deps, scope, { ...fresh, ...made }, pull)
    },
  }
}

function numberOf({ key }: LinkRow): { pull_number: number } {
  const number = /#(\d+)$/.exec(key ?? '')?.[1]
  if (!number) throw new Trouble('The link names no pull request', { isFinal: true })
  return { pull_number: Number(number) }
}

async function follow(
  deps: Deps,
  scope: Scope,
  link: LinkRow,
  read: () => Promise<{ data: unknown }>,
): Promise<Outcome> {
  const pull = await asking(async () => pullShape.parse((await read()).data))
  return {
    // A closed one may be opened again; a merge is the end.
    next: pull.merged_at ? null : later(deps.clock.now(), pollEvery),
    write: async tx => {
      const [fresh] = await tx.select().from(issueLinks).where(eq(issueLinks.id, link.id)).for('update')
      if (fresh) await applyPull(tx, deps, scope, fresh, pull)
    },
  }
}
