import type { Fact } from '../collect.ts'
import { routineReason } from './routine.ts'
import { pullOf, splitSubject } from './words.ts'

export const categories = [
  'release',
  'feature',
  'fix',
  'performance',
  'docs',
  'refactor',
  'tests',
  'build',
  'dependencies',
  'revert',
  'other',
] as const
export type Category = (typeof categories)[number]

/** Facts that belong together, and are told and cited together: a pull request with its commits, what was said about it. */
export interface Topic {
  key: string
  kind: 'change' | 'release' | 'issue' | 'discussion'
  category: Category
  repository: string
  /** Of the pull request or issue. */
  number: number | null
  /** How its number is written: `#12`, or `shop#12` where several repositories are told of. */
  ref: string | null
  /** Without the type of a conventional commit and without numbers. */
  title: string
  /** In the order in which they happened. */
  facts: Fact[]
  /** Those of them whose lines are the topic's. */
  measured: Fact[]
  /** Whether nobody needs to read of any of them. */
  isRoutine: boolean
  /** Lines changed. */
  size: number
}

const byType: Readonly<Record<string, Category>> = {
  ...{ feat: 'feature', feature: 'feature', fix: 'fix', bugfix: 'fix', hotfix: 'fix', perf: 'performance' },
  ...{ docs: 'docs', doc: 'docs', www: 'docs', refactor: 'refactor', style: 'refactor', test: 'tests', tests: 'tests' },
  ...{ ci: 'build', build: 'build', chore: 'build', deps: 'dependencies', revert: 'revert' },
}

/** By their words, where no type says it; the first that fits. */
const byWords: readonly [Category, RegExp][] = [
  ['revert', /^revert\b/i],
  ['dependencies', /^(update|bump|upgrade) (dependenc|pnpm|yarn|npm|node\b|.* (from|to) v?\d)/i],
  ['tests', /\b(tests?|e2e|coverage|spec)\b/i],
  ['fix', /^fix|\b(broken|bug|crash|regression)\b/i],
  [
    'docs',
    /\b(docs?|documentation|readme|typo|blog|guide|example|page|changelog|sponsors?|links?|sidebar|homepage|comma|migration)\b|\.mdx?\b/i,
  ],
  ['build', /\b(ci|workflow|lint|eslint|prettier|codecov|codeowners|tsconfig|build|template)\b/i],
  ['performance', /\b(perf|performance|faster|speed)\b/i],
  ['refactor', /^(refactor|rename|simplify|clean|move|remove|rm|tidy|deprecat)/i],
  ['feature', /^(add|allow|support|implement|introduce|enable|new)\b/i],
]

function categoryOf(subject: string): Category {
  const { type, area, words } = splitSubject(subject)
  if (area && /^deps/.test(area)) return 'dependencies'
  const typed = type ? byType[type] : undefined
  const worded = byWords.find(([, pattern]) => pattern.test(words))?.[0]
  // "chore" says what it is not; the words or the area may say what it is.
  if (typed === 'build' && type === 'chore') {
    if (area && /^(docs?|www)$/.test(area)) return 'docs'
    return worded && worded !== 'feature' ? worded : 'build'
  }
  // Whatever tests are called, nobody who uses the product has something new by them.
  if (typed === 'feature' && worded === 'tests') return 'tests'
  return typed ?? worded ?? 'other'
}

const version = /v?\d+\.\d+\.\d+(?:[-+.][\w.+-]*)?/

/** Of `10.0.0` it does not matter how the tag is written. */
const versionIn = (text: string) => version.exec(text)?.[0].replace(/^v/, '')

/**
 * The numbers of pull requests by the branch that they come from: its commits are theirs. Not by one that others go
 * into, and not by one of a fork, whose `main` is not ours.
 */
function pullsByBranch(facts: readonly Fact[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const { number, repository, details } of facts)
    if (number !== null && typeof details.head === 'string') found.set(`${repository} ${details.head}`, number)
  for (const { repository, details } of facts) found.delete(`${repository} ${details.base}`)
  return found
}

function keyOf(fact: Fact, branches: ReadonlyMap<string, number>): { key: string; kind: Topic['kind'] } {
  const { repository, number, kind, title, text, objectKey, details } = fact
  const subject = title ?? text
  switch (kind) {
    case 'release_published':
      return { key: `${repository} release ${versionIn(`${details.tag ?? subject}`) ?? objectKey}`, kind: 'release' }
    case 'commit': {
      if (routineReason(fact) === 'version')
        return { key: `${repository} release ${versionIn(subject)}`, kind: 'release' }
      const pull = number ?? pullOf(subject) ?? branches.get(`${repository} ${details.branch}`)
      return { key: pull ? `${repository}#${pull}` : `${repository} ${objectKey}`, kind: 'change' }
    }
    case 'pr_opened':
    case 'pr_closed':
    case 'pr_merged':
      return { key: `${repository}#${number}`, kind: 'change' }
    case 'issue_opened':
    case 'issue_closed':
      return { key: `${repository} issue ${number}`, kind: 'issue' }
    case 'review_submitted':
    case 'review_comment':
    case 'issue_comment':
      return { key: `${repository} about ${number ?? objectKey}`, kind: 'discussion' }
  }
}

/** Whose title names the whole: of a pull request its own, else the first commit's. */
const headOf = (facts: readonly Fact[]): Fact | undefined =>
  facts.find(({ kind, title }) => kind !== 'commit' && title !== null) ?? facts[0]

/** Those whose lines are the whole's: a pull request counts the lines of its commits once more. */
function measuredOf(facts: readonly Fact[]): Fact[] {
  const known = facts.filter(({ additions, deletions }) => additions !== null || deletions !== null)
  const whole = known.findLast(({ kind }) => kind !== 'commit')
  return whole ? [whole] : known
}

function toTopic(key: string, kind: Topic['kind'], unordered: Fact[]): Topic {
  const facts = unordered.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.objectKey < b.objectKey ? -1 : 1),
  )
  const head = headOf(facts)
  // The text of a remark says who made it, which is no title.
  const subject = head?.title ?? (kind === 'discussion' ? '' : (head?.text ?? ''))
  const measured = measuredOf(facts)
  const number = head?.number ?? (kind === 'change' ? pullOf(subject) : null)
  return {
    ...{ key, kind, facts, measured, repository: head?.repository ?? '', title: splitSubject(subject).words },
    number,
    ref: number ? `#${number}` : null,
    category: kind === 'release' ? 'release' : categoryOf(subject),
    isRoutine: facts.every(fact => routineReason(fact) !== null),
    size: measured.reduce((sum, { additions, deletions }) => sum + (additions ?? 0) + (deletions ?? 0), 0),
  }
}

/** Of several repositories each number says whose it is. */
function withRefs(topics: readonly Topic[]): Topic[] {
  const repositories = [...new Set(topics.map(({ repository }) => repository))]
  const short = (repository: string) => repository.slice(repository.indexOf('/') + 1)
  const isPlain = new Set(repositories.map(short)).size === repositories.length
  const nameOf = (repository: string) => (repositories.length < 2 ? '' : isPlain ? short(repository) : repository)
  return topics.map(topic => ({ ...topic, ref: topic.ref && `${nameOf(topic.repository)}${topic.ref}` }))
}

/** What happened, gathered; the biggest first. */
export function topicsOf(facts: readonly Fact[]): Topic[] {
  const branches = pullsByBranch(facts)
  const groups = new Map<string, { kind: Topic['kind']; facts: Fact[] }>()
  for (const fact of facts) {
    const { key, kind } = keyOf(fact, branches)
    const group = groups.get(key) ?? { kind, facts: [] }
    group.facts.push(fact)
    groups.set(key, group)
  }
  return withRefs([...groups].map(([key, group]) => toTopic(key, group.kind, group.facts))).sort(
    (a, b) => Number(a.isRoutine) - Number(b.isRoutine) || b.size - a.size || (a.key < b.key ? -1 : 1),
  )
}
