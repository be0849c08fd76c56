import type { Octokit } from 'octokit'
import { z } from 'zod'
import type { Facts } from './facts.ts'
import { type Repository, unless } from './github.ts'
import type { Proposal } from './proposal-model.ts'
import { branchOf, pullBody, pullLabels, pullTitle, reportPath, reportText } from './pull-text.ts'

export const pullShape = z.object({
  number: z.number().int(),
  html_url: z.string(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().optional(),
  merged_at: z.string().nullish(),
  updated_at: z.string(),
})
export type Pull = z.infer<typeof pullShape>

const hash = z.object({ object: z.object({ sha: z.string() }) })
const file = z.object({ sha: z.string(), content: z.string().optional() })

interface File {
  path: string
  content: string
  /** The git blob that it may replace; any when not given. */
  base?: string | undefined
}

interface Wanted {
  baseBranch?: string | undefined
  files?: readonly File[] | undefined
  targets?: readonly string[] | undefined
  proposal?: Proposal | undefined
}

interface Opened {
  pull: Pull
  /** What was proposed and not done, and why. */
  said: string[]
}

/**
 * Opens the draft pull request of an issue, or finds the one that an earlier try opened. Every step looks before it acts,
 * so that it can be begun again after any of them.
 */
export async function openPull(client: Octokit, where: Repository, facts: Facts, wanted: Wanted): Promise<Opened> {
  const branch = branchOf(facts.issue.number)
  const known = await findPull(client, where, branch)
  const opened = known ? { pull: known, said: [] } : await makePull(client, where, facts, wanted, branch)
  await client.rest.issues.addLabels({ ...where, issue_number: opened.pull.number, labels: pullLabels(facts) })
  return opened
}

/** An open pull request of the branch, else one that was merged: a closed one is no obstacle to another. */
async function findPull(client: Octokit, where: Repository, branch: string): Promise<Pull | null> {
  const { data } = await client.rest.pulls.list({ ...where, head: `${where.owner}:${branch}`, state: 'all' })
  const pulls = z.array(pullShape).parse(data)
  return pulls.find(({ state }) => state === 'open') ?? pulls.find(({ merged_at }) => merged_at) ?? null
}

async function makePull(
  client: Octokit,
  where: Repository,
  facts: Facts,
  wanted: Wanted,
  branch: string,
): Promise<Opened> {
  const base = wanted.baseBranch ?? (await defaultBranch(client, where))
  const { proposal } = wanted
  const files = [...(wanted.files ?? []), ...(proposal?.changes ?? [])]
  await ensureBranch(client, where, branch, base)
  const report = { path: reportPath(facts.issue.number), content: reportText(facts) }
  const message = `Report of issue ${facts.issue.number}`
  await ensureFile(client, where, branch, report, message)
  const changed: string[] = []
  const said = [...(proposal?.refused ?? (wanted.targets ? ['The model proposed nothing in time'] : []))]
  for (const each of files) {
    const isDone = await ensureFile(client, where, branch, each, `Proposed change for issue ${facts.issue.number}`)
    if (isDone) changed.push(each.path)
    else said.push(`${each.path}: not changed, as the file is another since it was read`)
  }
  const body = pullBody(facts, { changed, said, proposal })
  const request = { ...where, title: pullTitle(facts), head: branch, base, body }
  const draft = await unless(422, () => client.rest.pulls.create({ ...request, draft: true }))
  if (draft) return { pull: pullShape.parse(draft.data), said }
  // Opened in this very moment by another, or a repository whose plan has no drafts.
  const other = await findPull(client, where, branch)
  return { pull: other ?? pullShape.parse((await client.rest.pulls.create(request)).data), said }
}

export async function defaultBranch(client: Octokit, where: Repository): Promise<string> {
  const { data } = await client.rest.repos.get({ ...where })
  return z.object({ default_branch: z.string() }).parse(data).default_branch
}

async function ensureBranch(client: Octokit, where: Repository, branch: string, base: string): Promise<void> {
  const known = await unless(404, () => client.rest.git.getRef({ ...where, ref: `heads/${branch}` }))
  if (known) return
  const { data } = await client.rest.git.getRef({ ...where, ref: `heads/${base}` })
  const { sha } = hash.parse(data).object
  // 422: it has come to be meanwhile.
  await unless(422, () => client.rest.git.createRef({ ...where, ref: `refs/heads/${branch}`, sha }))
}

/** @returns false when the file is neither what it is to become nor what it may replace. */
async function ensureFile(
  client: Octokit,
  where: Repository,
  branch: string,
  { path, content, base }: File,
  message: string,
): Promise<boolean> {
  const known = await unless(404, () => client.rest.repos.getContent({ ...where, path, ref: branch }))
  const before = known && file.parse(known.data)
  const encoded = Buffer.from(content).toString('base64')
  if (before?.content?.replace(/\s/g, '') === encoded) return true
  if (base && before?.sha !== base) return false
  await client.rest.repos.createOrUpdateFileContents({
    ...{ ...where, path, branch, message, content: encoded },
    ...(before && { sha: before.sha }),
  })
  return true
}
