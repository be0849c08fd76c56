import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'

export type Fact = Outputs['activity']['list']['items'][number]
export type FactKind = Fact['kind']

/** What somebody did, in the order in which figures name it: in a line, and as the head of a column. */
export const kinds: Readonly<Record<FactKind, { name: string; many: string; tone: Tone }>> = {
  pr_opened: { name: 'Pull request opened', many: 'PRs opened', tone: 'neutral' },
  pr_merged: { name: 'Pull request merged', many: 'PRs merged', tone: 'green' },
  pr_closed: { name: 'Pull request closed', many: 'PRs closed', tone: 'neutral' },
  commit: { name: 'Commit', many: 'Commits', tone: 'neutral' },
  review_submitted: { name: 'Review', many: 'Reviews', tone: 'neutral' },
  review_comment: { name: 'Review comment', many: 'Review comments', tone: 'neutral' },
  issue_opened: { name: 'GitHub issue opened', many: 'Issues opened', tone: 'neutral' },
  issue_closed: { name: 'GitHub issue closed', many: 'Issues closed', tone: 'neutral' },
  issue_comment: { name: 'Comment', many: 'Comments', tone: 'neutral' },
  release_published: { name: 'Release', many: 'Releases', tone: 'accent' },
}

// The record above has exactly the names of the type.
export const kindNames = Object.keys(kinds) as FactKind[]

interface ActorRef {
  login: string | null
  name: string | null
}

/** What somebody is called who did things in repositories. */
export const actorName = (actor: ActorRef | null): string => actor?.login ?? actor?.name ?? 'Somebody not known'

/** What a fact is about, in a line: a pull request's title, a comment's words. */
export function factTitle({ title, text }: Pick<Fact, 'title' | 'text'>): string {
  return title ?? text
}

/** By which a fact is called within its repository: `#41`, `3f2a1bc`; null where it has no such name. */
export function factRef({ kind, number, objectKey }: Pick<Fact, 'kind' | 'number' | 'objectKey'>): string | null {
  if (kind === 'commit') return objectKey.slice('commit:'.length).slice(0, 7)
  return number === null ? null : `#${number}`
}

/** A repository without its owner, for narrow places. */
export const repositoryName = ({ fullName }: Fact['repository']): string => fullName.slice(fullName.indexOf('/') + 1)
