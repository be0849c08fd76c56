import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from '@quarterdeck/db'
import { makeWriter, randomFrom } from './made-up-text.ts'

const file =
  process.env.COMMITS ?? fileURLToPath(new URL('../../../shared/data/github/trpc-commits.jsonl', import.meta.url))

/** First lines of real commits; none where the file is not on this machine. */
export const commitSubjects = (): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        // The file's own form.
        .map(line => (JSON.parse(line) as { subject: string }).subject)
    : []

export const numbers = 9_000
const [repositories, actors, days] = [20, 60, 365]

/** The n-th commit's sha. */
export const shaOf = (n: number): string => createHash('sha1').update(String(n)).digest('hex')

const kinds = ['commit', 'commit', 'commit', 'pr_opened', 'pr_merged', 'review_submitted', 'issue_comment'] as const

/** The n-th fact of `count`, worded as facts are: a year of a busy team in 20 repositories, oldest first. */
function factsOf(count: number, subjects: readonly string[]) {
  const random = randomFrom(7)
  const below = (limit: number) => Math.floor(random() * limit)
  const write = makeWriter(
    3,
    subjects.flatMap(subject => subject.split(/\s+/)),
  )
  const now = Date.now()
  return (n: number) => {
    const kind = kinds[below(kinds.length)] ?? 'commit'
    const subject = (subjects[below(subjects.length)] ?? write(3)).split(' ').slice(0, 6).join(' ')
    const words = `${subject} ${write(4 + below(12))}`
    const [number, actor, sha] = [1 + (n % numbers), below(actors), shaOf(n)]
    const who = `by dev-${actor}`
    const size = `(+${below(300)}, -${below(90)}, ${1 + below(9)} files)`
    const text = {
      commit: `${sha.slice(0, 7)} ${who}: ${words} ${size}`,
      pr_opened: `PR #${number} – ${words} opened ${who} ${size}`,
      pr_merged: `PR #${number} – ${words} merged ${who} ${size}`,
      review_submitted: `Review on PR #${number} ${who} [approved] – ${words}`,
      issue_comment: `Comment on issue #${number} ${who} – ${words}`,
    }[kind]
    const at = new Date(now - ((count - n) / count) * days * 86_400_000).toISOString()
    const isCommit = kind === 'commit'
    return {
      n,
      kind,
      text,
      at,
      actor,
      repository: below(repositories),
      number: isCommit ? null : number,
      sha: isCommit ? sha : null,
    }
  }
}

/** Brings so many facts into a migrated database with one workspace. Two in a hundred were edited since. */
export async function fillFacts(database: Database, count: number): Promise<void> {
  await database.script(`
    insert into repositories (id, workspace_id, gh_id, full_name, owner, name, url)
      select gen_random_uuid(), workspaces.id, n, 'bench/r' || n, 'bench', 'r' || n, 'https://github.example/bench/r' || n
      from workspaces cross join generate_series(0, ${repositories - 1}) n;
    insert into git_actors (id, workspace_id, key, login, kind)
      select gen_random_uuid(), workspaces.id, 'github:' || n, 'dev-' || n, 'user'
      from workspaces cross join generate_series(0, ${actors - 1}) n`)
  const fact = factsOf(count, commitSubjects())
  for (let start = 0; start < count; start += 2_000) {
    const rows = Array.from({ length: Math.min(2_000, count - start) }, (_, index) => fact(start + index))
    await database.run(
      `insert into activity (id, workspace_id, repository_id, actor_id, kind, object_key, occurred_at, number, text, url, details, content_hash, superseded_at, via)
       select gen_random_uuid(), r.workspace_id, r.id, a.id, f.kind, f.kind || ':' || f.n, f.at, f.number, f.text, 'https://github.example/' || f.n,
         jsonb_strip_nulls(jsonb_build_object('sha', f.sha)), f.n::text, case when f.n % 50 = 0 then f.at end, 'sync'
       from jsonb_to_recordset($1::text::jsonb) as f(n int, kind text, text text, at timestamptz, actor int, repository int, number int, sha text)
         join repositories r on r.gh_id = f.repository join git_actors a on a.key = 'github:' || f.actor
       order by f.n`,
      [JSON.stringify(rows)],
    )
  }
  await database.script('vacuum analyze activity')
}
