import type { Fact } from '../collect.ts'
import { phraseOf, sentence } from './phrases.ts'
import type { Places } from './sections.ts'
import type { Category, Topic } from './topics.ts'
import { capital, counted, listed, shortened, sizeWords, spelt } from './words.ts'

/** A claim, and the facts that bear it out. */
export interface Draft {
  section: string
  text: string
  facts: Fact[]
}

const factsOf = (topics: readonly Topic[]): Fact[] => topics.flatMap(({ facts }) => facts)

/** How many are named in one bullet, and in all before the rest is only counted. */
const inBullet = 5
const mostNamed = 18

/** In parts of about the same size, none of them much longer than a bullet reads well. */
function inParts(topics: readonly Topic[]): Topic[][] {
  const count = Math.ceil(topics.length / (inBullet + 1))
  const size = Math.ceil(topics.length / count)
  return Array.from({ length: count }, (_, index) => topics.slice(index * size, (index + 1) * size))
}

/** All of them, the biggest by name: `Two fixes: a (#1); b (#2).` */
function tellList(section: string, lead: string, topics: readonly Topic[], more = 'Also'): Draft[] {
  const named = topics.length <= mostNamed ? topics : topics.slice(0, inBullet * 3)
  const rest = topics.slice(named.length)
  const drafts = inParts(named).map((part, index) => {
    const words = part.map(phraseOf).join('; ')
    return { section, facts: factsOf(part), text: `${index === 0 ? lead : more}: ${words}.` }
  })
  if (rest.length > 0)
    drafts.push({
      section,
      facts: factsOf(rest),
      text: `${capital(counted(rest.length, 'smaller change'))} of the same kind: ${spread(rest)}.`,
    })
  return drafts
}

/** Where they are, when there are too many to name. */
function spread(topics: readonly Topic[]): string {
  const repositories = [...new Set(topics.map(({ repository }) => repository))]
  const lines = sizeWords(topics.flatMap(({ measured }) => measured))
  const where = repositories.length > 3 ? `${spelt(repositories.length)} repositories` : listed(repositories)
  return lines ? `${lines} in ${where}` : `in ${where}`
}

type Told = Exclude<Category, 'release'>

/** One alone, and several: what stands before the colon. */
const leads: Readonly<Record<Told, { place: keyof Places; one: string; many: string }>> = {
  feature: { place: 'done', one: 'New', many: 'additions' },
  fix: { place: 'done', one: 'Fixed', many: 'fixes' },
  performance: { place: 'done', one: 'Made faster', many: 'changes that make things faster' },
  other: { place: 'done', one: 'Changed', many: 'further changes' },
  docs: { place: 'done', one: 'Documentation and site', many: 'changes to documentation and site' },
  refactor: { place: 'technical', one: 'Reworked', many: 'changes to structure' },
  tests: { place: 'technical', one: 'Tests', many: 'changes to tests' },
  build: { place: 'technical', one: 'Build and tools', many: 'changes to build and tools' },
  dependencies: { place: 'technical', one: 'Dependencies', many: 'updates of dependencies' },
  revert: { place: 'hard', one: 'Taken back', many: 'changes taken back' },
}
export const toldCategories = Object.keys(leads) as readonly Told[]

export function tellCategory(category: Told, topics: readonly Topic[], places: Places): Draft[] {
  if (topics.length === 0) return []
  const { place, one, many } = leads[category]
  const lines = sizeWords(topics.flatMap(({ measured }) => measured))
  const lead = topics.length === 1 ? one : `${capital(spelt(topics.length))} ${many}${lines ? ` (${lines})` : ''}`
  return tellList(places[place], lead, topics, `More ${many.replace(/^further /, '')}`)
}

export const tellOpen = (topics: readonly Topic[], { open }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(open, 'Under way in pull requests that were opened', topics)

export const tellGivenUp = (topics: readonly Topic[], { hard }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(hard, 'Closed without being merged', topics)

export const tellRetries = (topics: readonly Topic[], { hard }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(hard, 'Took another try, or keeps something unreliable in check', topics)

export function tellIssues(topics: readonly Topic[], { done, hard, open }: Places): Draft[] {
  const closed = topics.filter(({ facts }) => facts.at(-1)?.kind === 'issue_closed')
  const opened = topics.filter(topic => !closed.includes(topic))
  return [
    ...(closed.length > 0
      ? tellList(done, capital(counted(closed.length, 'issue closed', 'issues closed')), closed)
      : []),
    ...(opened.length > 0
      ? tellList(
          hard === 'context' ? open : hard,
          capital(counted(opened.length, 'issue reported', 'issues reported')),
          opened,
        )
      : []),
  ]
}

/** `Released 10.0.0 and 10.1.0.` A release and the commit that numbered it are one. */
export function tellReleases(topics: readonly Topic[], { done }: Places): Draft[] {
  const repositories = Map.groupBy(topics, ({ repository }) => repository)
  return [...repositories].map(([repository, unordered]) => {
    const releases = unordered.toSorted((a, b) =>
      (a.facts[0]?.occurredAt ?? 0) < (b.facts[0]?.occurredAt ?? 0) ? -1 : 1,
    )
    const names = releases.map(({ title }) =>
      shortened(title, 60).replace(/^(release|publish|bump|version)\s+(to\s+)?/i, ''),
    )
    const shown =
      names.length > 8 ? [...names.slice(0, 1), `${spelt(names.length - 2)} more`, ...names.slice(-1)] : names
    return { section: done, facts: factsOf(releases), text: `Released ${listed(shown)} of ${repository}.` }
  })
}

const stateOf = ({ details }: Fact) => String(details.state ?? '').toLowerCase()
const authors = (facts: readonly Fact[]) => [
  ...new Set(facts.flatMap(({ actor }) => actor?.login ?? actor?.name ?? [])),
]

function discussionWords(topic: Topic): string {
  const { facts } = topic
  const reviews = facts.filter(({ kind }) => kind === 'review_submitted')
  const remarks = facts.length - reviews.length
  const asked = reviews.filter(fact => stateOf(fact) === 'changes_requested').length
  const approved = reviews.filter(fact => stateOf(fact) === 'approved').length
  const parts = [
    ...(reviews.length > 0 ? [counted(reviews.length, 'review')] : []),
    ...(remarks > 0 ? [counted(remarks, 'comment')] : []),
  ]
  const states = [
    ...(asked > 0 ? [`${spelt(asked)} asked for changes`] : []),
    ...(approved > 0 ? [`${spelt(approved)} approved`] : []),
  ]
  const who = authors(facts)
  const by = who.length > 0 && who.length <= 3 ? ` by ${listed(who)}` : ''
  const about = topic.number ? `#${topic.number}` : topic.repository
  return `${about}: ${listed(parts)}${by}${states.length > 0 ? ` (${listed(states)})` : ''}`
}

/** What was said about pull requests and issues: where changes were asked for, or much was said, one by one. */
export function tellDiscussions(topics: readonly Topic[], { hard }: Places): Draft[] {
  const weight = ({ facts }: Topic) =>
    facts.length + 10 * facts.filter(fact => stateOf(fact) === 'changes_requested').length
  const ordered = topics.toSorted((a, b) => weight(b) - weight(a))
  const alone = ordered.slice(0, 4)
  const rest = ordered.slice(alone.length)
  const drafts: Draft[] = alone.map(topic => ({
    section: hard,
    facts: topic.facts,
    text: `${sentence(`${discussionWords(topic)}`)}${topic.title && topic.number ? `, on “${shortened(topic.title)}”` : ''}.`,
  }))
  if (rest.length > 0)
    drafts.push({
      section: hard,
      facts: factsOf(rest),
      text: `Also discussed: ${listed(rest.slice(0, 10).map(topic => (topic.number ? `#${topic.number}` : shortened(topic.title, 40))))}${rest.length > 10 ? `, and ${spelt(rest.length - 10)} more` : ''}.`,
    })
  return drafts
}
