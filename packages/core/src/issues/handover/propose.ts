import { issueLinks } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import type { Octokit } from 'octokit'
import { z } from 'zod'
import { type Deps, type Scope, Trouble } from '../../kernel/index.ts'
import { lockIssue } from '../lock-issue.ts'
import { handoverQueue } from './ask.ts'
import { readFacts } from './facts.ts'
import { asking, openGithub, type Repository, repositoryOf, unless } from './github.ts'
import { pullNotes } from './inputs.ts'
import { defaultBranch } from './open-pull.ts'
import { checkProposal, type Proposal, proposalPrompt, type SourceFile } from './proposal-model.ts'
import { branchOf } from './pull-text.ts'

/** Characters of one file and of all that a model is shown. */
const longestFile = 40_000
const longestAll = 60_000

/** Reads the files that may be changed and asks the model for a fix; the pull request waits for what it says. */
export async function propose(deps: Deps, scope: Scope, issueId: string): Promise<void> {
  const isThis = and(eq(issueLinks.issueId, issueId), eq(issueLinks.kind, 'github_pr'))
  const [link] = await deps.db.select().from(issueLinks).where(isThis)
  const notes = pullNotes.safeParse(link?.request).data
  if (link?.status !== 'waiting' || !notes?.targets?.length || notes.proposal) return
  const made = await makeProposal(deps, scope, issueId, notes)
  const now = deps.clock.now().toISOString()
  await deps.db.transaction(async tx => {
    await lockIssue(tx, issueId)
    await tx
      .update(issueLinks)
      .set({
        // A turn that runs just now is followed by another.
        asked: sql`${issueLinks.asked} + 1`,
        request: sql`${issueLinks.request} || ${JSON.stringify({ proposal: made })}::text::jsonb`,
        dueAt: sql`case when ${issueLinks.tries} = 0 then ${now}::timestamptz else ${issueLinks.dueAt} end`,
      })
      .where(and(isThis, eq(issueLinks.status, 'waiting'), sql`${issueLinks.request} -> 'proposal' is null`))
    await deps.jobs.enqueue(tx, handoverQueue, { issueId })
  })
}

async function makeProposal(
  deps: Deps,
  scope: Scope,
  issueId: string,
  { repository = '', baseBranch, targets = [] }: z.infer<typeof pullNotes>,
): Promise<Proposal> {
  const { llm, integrations } = deps
  const failed = (...refused: string[]): Proposal => ({ model: null, summary: '', changes: [], refused })
  if (!llm || !integrations.github) return failed()
  const facts = await readFacts(deps, scope, issueId)
  try {
    const where = repositoryOf(repository)
    const client = await openGithub(integrations.github, where, integrations.patience, AbortSignal.timeout(50_000))
    const branch = branchOf(facts.issue.number)
    const { files, missing } = await asking(() => readTargets(client, where, branch, baseBranch, targets))
    if (files.length === 0) return failed(...missing)
    const { text, failure, model } = await llm.ask(proposalPrompt(facts, files))
    if (text === null) return failed(...missing, `No change was proposed. ${failure}`)
    const checked = checkProposal(text, model, files)
    return { ...checked, refused: [...missing, ...checked.refused] }
  } catch (error) {
    // Otherwise the job is tried again.
    if (error instanceof Trouble && error.isFinal) return failed(`No file could be read. ${error.message}`)
    throw error
  }
}

const stored = z.object({ sha: z.string(), content: z.string(), encoding: z.literal('base64').optional() })

/** The files as they are where they will be changed: on the issue's branch if there is one, else on its base. */
async function readTargets(
  client: Octokit,
  where: Repository,
  branch: string,
  baseBranch: string | undefined,
  targets: readonly string[],
): Promise<{ files: SourceFile[]; missing: string[] }> {
  const own = await unless(404, () => client.rest.git.getRef({ ...where, ref: `heads/${branch}` }))
  const ref = own ? branch : (baseBranch ?? (await defaultBranch(client, where)))
  const [files, missing]: [SourceFile[], string[]] = [[], []]
  let room = longestAll
  for (const path of targets) {
    const found = await unless(404, () => client.rest.repos.getContent({ ...where, path, ref }))
    const { data } = stored.safeParse(found?.data)
    const content = data && Buffer.from(data.content, 'base64').toString('utf8')
    if (!data || !content) missing.push(`${path}: there is no such file on ${ref}`)
    else if (/\0|\ufffd/.test(content)) missing.push(`${path}: it is no text`)
    else if (content.length > Math.min(longestFile, room)) missing.push(`${path}: it is too long for the model`)
    else {
      room -= content.length
      files.push({ path, content, sha: data.sha })
    }
  }
  return { files, missing }
}
