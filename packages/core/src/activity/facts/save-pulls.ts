import type { Db } from '@quarterdeck/db'
import { sql } from 'drizzle-orm'
import { days, newId, type Scope } from '../../kernel/index.ts'
import type { NewActor, NewPull } from './fact.ts'
import type { Draft } from './fold-facts.ts'
import type { KnownRepository } from './save-repositories.ts'

interface Known {
  repositories: ReadonlyMap<number, KnownRepository>
  idOf: (actor: NewActor | null) => string | null
}

/** How long before its opening a branch's commits are a pull request's: branches are named again. */
const branchDays = 60

const earliest = (one: Date | null, other: Date | null) => (one && other ? (one < other ? one : other) : (one ?? other))

/** Each pull request once, as the newest telling has it, with what only others told. */
function folded(pulls: readonly NewPull[]): NewPull[] {
  const byPlace = new Map<string, NewPull>()
  for (const pull of pulls) {
    const place = `${pull.repository} ${String(pull.number).padStart(10, '0')}`
    const before = byPlace.get(place)
    if (!before) {
      byPlace.set(place, pull)
      continue
    }
    const [newer, older] = pull.ghUpdatedAt < before.ghUpdatedAt ? [before, pull] : [pull, before]
    byPlace.set(place, {
      ...newer,
      additions: newer.additions ?? older.additions,
      deletions: newer.deletions ?? older.deletions,
      changedFiles: newer.changedFiles ?? older.changedFiles,
      firstCommitAt: earliest(newer.firstCommitAt, older.firstCommitAt),
    })
  }
  return [...byPlace].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pull]) => pull)
}

/**
 * Keeps pull requests as they stand, and when each had its first commit and its first review by somebody else.
 * @param drafts the facts that were saved with them.
 */
export async function savePulls(
  tx: Db,
  scope: Scope,
  pulls: readonly NewPull[],
  drafts: readonly Draft[],
  known: Known,
): Promise<void> {
  if (pulls.length > 0) await upsertPulls(tx, scope, folded(pulls), known)
  await noteReviews(tx, drafts)
  await noteCommits(tx, drafts)
}

async function upsertPulls(
  tx: Db,
  { workspaceId }: Scope,
  pulls: readonly NewPull[],
  { repositories, idOf }: Known,
): Promise<void> {
  const rows = pulls.map(pull => {
    const repository = repositories.get(pull.repository)
    // Commits of the default branch are nobody's pull request.
    const branch = pull.headRef === repository?.defaultBranch ? null : pull.headRef
    return { ...pull, id: newId(), repositoryId: repository?.id ?? '', authorId: idOf(pull.author), branch }
  })
  await tx.execute(sql`insert into pull_requests (workspace_id, id, repository_id, gh_id, number, title, state, is_draft,
      author_id, url, head_ref, base_ref, additions, deletions, changed_files, opened_at, merged_at, closed_at,
      gh_updated_at, first_commit_at)
    select ${workspaceId}::uuid, p.id, p."repositoryId", p."ghId", p.number, p.title, p.state, p."isDraft", p."authorId",
      p.url, p."headRef", p."baseRef", p.additions, p.deletions, p."changedFiles", p."openedAt", p."mergedAt",
      p."closedAt", p."ghUpdatedAt", coalesce(p."firstCommitAt", (select min(a.occurred_at) from activity a
        where a.repository_id = p."repositoryId" and a.kind = 'commit' and a.details ->> 'branch' = p.branch
          and a.superseded_at is null
          and a.occurred_at between p."openedAt" - ${days(branchDays) / 1_000} * interval '1 second' and p."openedAt"))
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as p(id uuid, "repositoryId" uuid, "ghId" bigint,
      number int, title text, state text, "isDraft" boolean, "authorId" uuid, url text, "headRef" text, "baseRef" text,
      additions int, deletions int, "changedFiles" int, "openedAt" timestamptz, "mergedAt" timestamptz,
      "closedAt" timestamptz, "ghUpdatedAt" timestamptz, "firstCommitAt" timestamptz, branch text)
    on conflict (repository_id, number) do update set title = excluded.title, state = excluded.state,
      is_draft = excluded.is_draft, author_id = coalesce(excluded.author_id, pull_requests.author_id),
      url = excluded.url, head_ref = coalesce(excluded.head_ref, pull_requests.head_ref),
      base_ref = coalesce(excluded.base_ref, pull_requests.base_ref),
      additions = coalesce(excluded.additions, pull_requests.additions),
      deletions = coalesce(excluded.deletions, pull_requests.deletions),
      changed_files = coalesce(excluded.changed_files, pull_requests.changed_files),
      opened_at = excluded.opened_at, merged_at = excluded.merged_at, closed_at = excluded.closed_at,
      gh_updated_at = excluded.gh_updated_at,
      first_commit_at = least(pull_requests.first_commit_at, excluded.first_commit_at), updated_at = now()
    where excluded.gh_updated_at >= pull_requests.gh_updated_at`)
  const firsts = rows.filter(({ firstCommitAt }) => firstCommitAt !== null)
  if (firsts.length === 0) return
  // Commits are old news also where everything else that was told with them is.
  await tx.execute(sql`update pull_requests p set first_commit_at = f."firstCommitAt", updated_at = now()
    from json_to_recordset(${JSON.stringify(firsts)}::text::json) as f("repositoryId" uuid, number int,
      "firstCommitAt" timestamptz)
    where p.repository_id = f."repositoryId" and p.number = f.number
      and (p.first_commit_at is null or p.first_commit_at > f."firstCommitAt")`)
}

async function noteReviews(tx: Db, drafts: readonly Draft[]): Promise<void> {
  const reviews = drafts.filter(({ kind }) => kind === 'review_submitted')
  if (reviews.length === 0) return
  const told = reviews.map(({ repositoryId, number, actorId, occurredAt }) => ({
    ...{ repositoryId, number, actorId, occurredAt },
  }))
  await tx.execute(sql`update pull_requests p set first_review_at = f.at, updated_at = now()
    from (select p.id, min(r."occurredAt") as at
      from json_to_recordset(${JSON.stringify(told)}::text::json) as r("repositoryId" uuid, number int, "actorId" uuid,
        "occurredAt" timestamptz)
      join pull_requests p on p.repository_id = r."repositoryId" and p.number = r.number
        and p.author_id is distinct from r."actorId"
      group by p.id) f
    where p.id = f.id and (p.first_review_at is null or p.first_review_at > f.at)`)
}

/** Commits that are pushed after their pull request was opened, and were made before those that were known. */
async function noteCommits(tx: Db, drafts: readonly Draft[]): Promise<void> {
  const firsts = new Map<string, { repositoryId: string; branch: string; at: Date }>()
  for (const { kind, repositoryId, occurredAt, details } of drafts) {
    const { branch } = details
    if (kind !== 'commit' || typeof branch !== 'string') continue
    const place = `${repositoryId} ${branch}`
    const known = firsts.get(place)
    if (!known || occurredAt < known.at) firsts.set(place, { repositoryId, branch, at: occurredAt })
  }
  if (firsts.size === 0) return
  await tx.execute(sql`update pull_requests p set first_commit_at = f.at, updated_at = now()
    from json_to_recordset(${JSON.stringify([...firsts.values()])}::text::json) as f("repositoryId" uuid, branch text,
      at timestamptz)
    join repositories r on r.id = f."repositoryId" and r.default_branch is distinct from f.branch
    where p.repository_id = f."repositoryId" and p.head_ref = f.branch and p.state = 'open'
      and (p.first_commit_at is null or p.first_commit_at > f.at)
      and f.at > p.opened_at - ${branchDays} * interval '1 day'`)
}
