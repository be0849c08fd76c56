import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** A commit as the file of real ones has it: authors are pseudonyms. */
const line = z.object({
  sha: z.string(),
  date: z.string(),
  author: z.string(),
  subject: z.string(),
  files: z.number(),
  additions: z.number(),
  deletions: z.number(),
})
export type KnownCommit = z.infer<typeof line>

const file = fileURLToPath(new URL('../../../../../../../shared/data/github/trpc-commits.jsonl', import.meta.url))

/** 2,500 real commits, oldest first; null where the data is not beside the repository. */
export function readRealCommits(): KnownCommit[] | null {
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map(text => line.parse(JSON.parse(text)))
}

const hex = (number: number, length: number) => number.toString(16).padStart(length, '0')

/** As many commits as asked for, an hour apart, oldest first. */
export const makeCommits = (count: number, begins: Date, mark = 0): KnownCommit[] =>
  Array.from({ length: count }, (_, index) => ({
    sha: `${hex(mark, 8)}${hex(index + 1, 32)}`,
    date: new Date(begins.getTime() + index * 3_600_000).toISOString(),
    author: `author-${hex(index % 7, 6)}`,
    subject: `Change number ${index + 1}`,
    ...{ files: 1 + (index % 5), additions: 10 + index, deletions: index % 9 },
  }))

/** Accounts are numbered by their name; every third author has none. */
export function accountOf(author: string): { id: number; login: string; type: string; avatar_url: string } | null {
  const id = Number.parseInt(author.replace(/\W|author/g, '').slice(0, 6), 16) || 1
  return id % 3 === 0
    ? null
    : { id, login: author, type: 'User', avatar_url: `https://avatars.githubusercontent.com/u/${id}` }
}
const someAccount = (author: string) => accountOf(author) ?? { id: 1, login: 'somebody', type: 'User', avatar_url: '' }

export interface HistoryPull {
  number: number
  author: string
  title: string
  openedAt: Date
  mergedAt: Date
  commits: KnownCommit[]
}

/** Pull requests that led to these commits: each was opened a day before, with two commits of its own. */
export const makePulls = (commits: readonly KnownCommit[], mark = 0): HistoryPull[] =>
  commits.map((commit, index) => {
    const mergedAt = new Date(commit.date)
    const openedAt = new Date(mergedAt.getTime() - 86_400_000)
    const own = makeCommits(2, new Date(openedAt.getTime() - 7_200_000), 0x70000000 + mark * 100_000 + index)
    return {
      ...{ number: index * 2 + 1, author: commit.author, title: commit.subject, openedAt, mergedAt },
      commits: own.map(each => ({ ...each, author: commit.author })),
    }
  })

/** How the REST API words these. */
export function wordsOf(fullName: string, ghId: number) {
  const url = `https://github.com/${fullName}`
  const hour = 3_600_000
  const at = (moment: Date, hours = 0) => new Date(moment.getTime() + hours * hour).toISOString()
  const commit = (given: KnownCommit, isWhole: boolean) => {
    const signature = { name: given.author, email: `${given.author}@example.com`, date: given.date }
    return {
      ...{ sha: given.sha, html_url: `${url}/commit/${given.sha}`, author: accountOf(given.author) },
      ...{ commit: { message: given.subject, author: signature, committer: signature }, parents: [{ sha: 'f' }] },
      ...(isWhole && {
        stats: { additions: given.additions, deletions: given.deletions, total: given.additions + given.deletions },
        files: Array.from({ length: given.files }, (_, index) => ({ filename: `${index}.ts` })),
      }),
    }
  }
  const pull = ({ number, author, title, openedAt, mergedAt }: HistoryPull, isWhole: boolean) => ({
    ...{ id: ghId * 100_000 + number, number, title, state: 'closed', draft: false, user: someAccount(author) },
    html_url: `${url}/pull/${number}`,
    head: { ref: `change-${number}`, label: `acme:change-${number}`, repo: { id: ghId } },
    base: { ref: 'main', label: 'acme:main', repo: { id: ghId } },
    ...{ created_at: at(openedAt), updated_at: at(mergedAt), closed_at: at(mergedAt), merged_at: at(mergedAt) },
    ...(isWhole && { additions: 20 + number, deletions: number, changed_files: 3, merged_by: someAccount('author-5') }),
  })
  const review = ({ number, openedAt }: HistoryPull) => ({
    ...{ id: ghId * 100_000 + number, user: someAccount('author-7'), body: 'Good', state: 'APPROVED' },
    ...{ html_url: `${url}/pull/${number}#pullrequestreview-${number}`, submitted_at: at(openedAt, 2) },
  })
  const reviewComment = ({ number, openedAt }: HistoryPull) => ({
    ...{ id: ghId * 100_000 + number, user: someAccount('author-7'), body: 'Why so?', path: 'a.ts' },
    ...{ html_url: `${url}/pull/${number}#discussion_r${number}` },
    ...{ created_at: at(openedAt, 1), updated_at: at(openedAt, 1) },
  })
  const comment = ({ number, openedAt }: HistoryPull) => ({
    ...{ id: ghId * 200_000 + number, user: someAccount('author-8'), body: 'Thank you' },
    ...{ html_url: `${url}/pull/${number}#issuecomment-${number}` },
    ...{ created_at: at(openedAt, 3), updated_at: at(openedAt, 3) },
  })
  /** Of numbers between those of pull requests. */
  const issue = ({ number, author, title, openedAt, mergedAt }: HistoryPull) => ({
    ...{ id: ghId * 300_000 + number, number: number + 1, title: `About: ${title}`, state: 'closed' },
    ...{ html_url: `${url}/issues/${number + 1}`, user: someAccount(author), closed_by: someAccount('author-4') },
    ...{ created_at: at(openedAt, -1), updated_at: at(mergedAt), closed_at: at(mergedAt) },
  })
  const release = ({ number, mergedAt }: HistoryPull) => ({
    ...{ id: ghId * 100_000 + number, tag_name: `v1.${number}.0`, name: `v1.${number}.0`, body: 'News', draft: false },
    ...{ html_url: `${url}/releases/tag/v1.${number}.0`, author: someAccount('author-4'), prerelease: false },
    ...{ created_at: at(mergedAt), published_at: at(mergedAt) },
  })
  return { commit, pull, review, reviewComment, comment, issue, release }
}
