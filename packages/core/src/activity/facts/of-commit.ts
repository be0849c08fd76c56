import { actorOfSignature, actorOfUser } from './actors.ts'
import type { NewActor, NewFact } from './fact.ts'
import { noFigures } from './of-pull.ts'
import { type GithubCommit, type GithubUser, type PushedCommit, userShape } from './shapes.ts'
import { cut, nameOf, oneLine, quoted } from './text.ts'

/** How much of a commit's message is kept beside its line. */
const messageLimit = 2_000

interface Commit {
  sha: string
  message: string
  url: string
  at: Date
  actor: NewActor | null
}

function commitFact(repository: number, { sha, message, url, at, actor }: Commit): Omit<NewFact, 'details'> {
  const who = nameOf(actor)
  return {
    ...{ repository, actor, kind: 'commit', objectKey: `commit:${sha}`, occurredAt: at, number: null, url },
    title: cut(oneLine(message.split('\n', 1)[0]), 300),
    text: `${sha.slice(0, 7)}${who ? ` by ${who}` : ''}${quoted(': ', message, 200)}`,
    ...noFigures,
    // A commit never changes.
    ghUpdatedAt: null,
  }
}

/**
 * A commit of a push: without figures, which the sync brings.
 * @param sender who pushed: an account, by which the author is known when it is the same.
 */
export function factOfPushedCommit(
  repository: number,
  commit: PushedCommit,
  branch: string,
  sender: GithubUser | null | undefined,
): NewFact {
  const signed = actorOfSignature(commit.author)
  const isSender = sender && signed?.login?.toLowerCase() === sender.login.toLowerCase()
  const actor = signed && isSender ? { ...signed, ...withoutNulls(actorOfUser(sender)) } : signed
  const { id: sha, message, url, timestamp: at } = commit
  const details = { sha, branch, message: cut(message, messageLimit) }
  return { ...commitFact(repository, { sha, message, url, at, actor }), details, partial: true }
}

/** What an account says about itself, without what it leaves open. */
const withoutNulls = (actor: NewActor | null): Partial<NewActor> =>
  Object.fromEntries(Object.entries(actor ?? {}).filter(([, value]) => value !== null))

/** A commit as the REST API has it, with figures where it was asked for by its sha. */
export function factOfCommit(repository: number, commit: GithubCommit, branch: string | null = null): NewFact {
  const { sha, commit: told, html_url: url, stats, files, parents } = commit
  const account = userShape.safeParse(commit.author).data
  const signed = actorOfSignature(told.author ?? {})
  const actor = account ? keepAccount(account, signed) : signed
  const at = told.committer?.date ?? told.author?.date ?? new Date(0)
  const fact = commitFact(repository, { sha, message: told.message, url, at, actor })
  return {
    ...fact,
    additions: stats?.additions ?? null,
    deletions: stats?.deletions ?? null,
    filesChanged: files ? files.length : null,
    details: {
      sha,
      message: cut(told.message, messageLimit),
      ...(branch !== null && { branch }),
      ...(parents && { parents: parents.length }),
    },
    partial: !stats,
  }
}

/** The account, with the name and address of the signature: it was by that address that GitHub knew the account. */
function keepAccount(account: GithubUser, signed: NewActor | null): NewActor {
  const user = actorOfUser(account)
  return {
    ghId: account.id,
    login: account.login,
    name: signed?.name ?? null,
    email: signed?.email ?? null,
    avatarUrl: user?.avatarUrl ?? null,
    kind: user?.kind ?? 'unknown',
  }
}
