import type { Fact } from '../collect.ts'
import { phraseOf, saysWhat, sentence, titleOf } from './phrases.ts'
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
function inParts<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / (inBullet + 1))
  const size = Math.ceil(items.length / count)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** What is the same in several is said once: `rotated the certificates, twice`. */
function itemsOf(topics: readonly Topic[], wordsOf: (topic: Topic) => string): { words: string; topics: Topic[] }[] {
  const groups = Map.groupBy(topics, topic => wordsOf(topic))
  return [...groups].map(([words, some]) => ({
    words: some.length > 1 ? `${words}, ${some.length === 2 ? 'twice' : `${spelt(some.length)} times`}` : words,
    topics: some,
  }))
}

interface Listing {
  /** What stands before the colon, of the first bullet and of the others. */
  lead: string
  more?: string
  wordsOf?: (topic: Topic) => string
  /** How many are named, at most, and what stands before where the others are. */
  most?: number
  others?: (count: number) => string
}

const smaller = (count: number) => `${capital(counted(count, 'smaller change'))} of the same kind: `

/** All of them, the biggest by name: `Two fixes: a (#1); b (#2).` */
function tellList(
  section: string,
  topics: readonly Topic[],
  { lead, more = 'Also', wordsOf = phraseOf, most = mostNamed, others = smaller }: Listing,
): Draft[] {
  const items = itemsOf(topics, wordsOf)
  const named = items.length <= most ? items : items.slice(0, Math.floor(most / (inBullet + 1)) * inBullet)
  const rest = items.slice(named.length).flatMap(item => item.topics)
  const drafts = inParts(named).map((part, index) => ({
    section,
    facts: factsOf(part.flatMap(item => item.topics)),
    text: `${index === 0 ? lead : more}: ${part.map(({ words }) => words).join('; ')}.`,
  }))
  if (rest.length > 0)
    drafts.push({
      section,
      facts: factsOf(rest),
      text: `${others(rest.length)}${spread(rest)}.`,
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

interface Lead {
  place: keyof Places
  /** One alone, and several: what stands before the colon. */
  one: string
  many: string
  /** What is told of in passing: one bullet of names, and the rest is counted. */
  isAside?: boolean
}

const leads: Readonly<Record<Told, Lead>> = {
  feature: { place: 'done', one: 'New', many: 'additions' },
  fix: { place: 'done', one: 'Fixed', many: 'fixes' },
  performance: { place: 'done', one: 'Made faster', many: 'changes that make things faster' },
  other: { place: 'done', one: 'Changed', many: 'other changes' },
  docs: { place: 'done', one: 'Documentation and site', many: 'changes to documentation and site', isAside: true },
  refactor: { place: 'technical', one: 'Reworked', many: 'changes to structure' },
  tests: { place: 'technical', one: 'Tests', many: 'changes to tests', isAside: true },
  build: { place: 'technical', one: 'Build and tools', many: 'changes to build and tools', isAside: true },
  dependencies: { place: 'technical', one: 'Dependencies', many: 'updates of dependencies', isAside: true },
  revert: { place: 'hard', one: 'Taken back', many: 'changes taken back' },
}
export const toldCategories = Object.keys(leads) as readonly Told[]
/** What those who use the product have of it. */
export const firstCategories: readonly Told[] = ['feature', 'fix', 'performance', 'other']

/** @param hasOthers whether changes of other kinds are told of too. */
export function tellCategory(category: Told, topics: readonly Topic[], places: Places, hasOthers: boolean): Draft[] {
  const [first] = topics
  if (!first) return []
  const { place, one, many, isAside = false } = leads[category]
  const section = places[place]
  if (topics.length === 1 && firstCategories.includes(category) && category !== 'fix' && saysWhat(first))
    return [{ section, facts: first.facts, text: `${sentence(phraseOf(first))}.` }]
  const kind = hasOthers ? many : many.replace(/^other /, '')
  const lines = sizeWords(topics.flatMap(({ measured }) => measured))
  const lead = topics.length === 1 ? one : `${capital(spelt(topics.length))} ${kind}${lines ? ` (${lines})` : ''}`
  return tellList(section, topics, {
    lead,
    more: `More ${kind.replace(/^other /, '')}`,
    ...(isAside && { most: inBullet + 1 }),
  })
}

/** What is not done is called as it is called: nothing of it was added or fixed yet. */
export const tellOpen = (topics: readonly Topic[], { open }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(open, topics, { lead: 'Begun and still open', wordsOf: titleOf })

export const tellGivenUp = (topics: readonly Topic[], { hard }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(hard, topics, { lead: 'Closed without being merged', wordsOf: titleOf })

export const tellRetries = (topics: readonly Topic[], { hard }: Places): Draft[] =>
  topics.length === 0 ? [] : tellList(hard, topics, { lead: 'Second attempts, and what is unreliable' })

export function tellIssues(topics: readonly Topic[], { done, hard, open }: Places): Draft[] {
  const closed = topics.filter(({ facts }) => facts.at(-1)?.kind === 'issue_closed')
  const opened = topics.filter(topic => !closed.includes(topic))
  const tell = (section: string, some: readonly Topic[], one: string, many: string) =>
    some.length === 0
      ? []
      : tellList(section, some, { lead: capital(counted(some.length, one, many)), wordsOf: titleOf })
  return [
    ...tell(done, closed, 'issue closed', 'issues closed'),
    ...tell(hard === 'context' ? open : hard, opened, 'issue reported', 'issues reported'),
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

const persons = (names: readonly string[]) =>
  names.length > 3 ? counted(names.length, 'person', 'people') : listed(names)

/** Who said what: `tom asked for changes and then approved; ann commented`. */
function discussionWords({ facts }: Topic): string {
  const of = (state: string) => facts.filter(fact => fact.kind === 'review_submitted' && stateOf(fact) === state)
  const [asked, approved] = [authors(of('changes_requested')), authors(of('approved'))]
  const lastAsked = of('changes_requested').at(-1)?.occurredAt ?? 0
  const both = asked.filter(name => approved.includes(name) && (of('approved').at(-1)?.occurredAt ?? 0) > lastAsked)
  const remarks = facts.filter(fact => !['changes_requested', 'approved'].includes(stateOf(fact)))
  const others = authors(remarks).filter(name => !asked.includes(name) && !approved.includes(name))
  const without = (names: readonly string[]) => names.filter(name => !both.includes(name))
  const clauses = [
    { who: both, what: 'asked for changes and then approved' },
    { who: without(asked), what: 'asked for changes' },
    { who: without(approved), what: 'approved' },
    { who: others, what: 'commented' },
  ].flatMap(({ who, what }) => (who.length > 0 ? [`${persons(who)} ${what}`] : []))
  const much = remarks.length > 2 || clauses.length === 0 ? [counted(remarks.length || facts.length, 'comment')] : []
  return [...clauses, ...much].join('; ')
}

const isApprovalAlone = ({ facts }: Topic) => facts.every(fact => stateOf(fact) === 'approved')

const aboutWords = ({ title, ref, repository }: Topic) =>
  title ? `“${shortened(title)}”${ref ? ` (${ref})` : ''}` : (ref ?? repository)

/** What was said about pull requests and issues: where changes were asked for, or much was said, one by one. */
export function tellDiscussions(topics: readonly Topic[], { hard: section }: Places): Draft[] {
  const weight = ({ facts }: Topic) =>
    facts.length + 10 * facts.filter(fact => stateOf(fact) === 'changes_requested').length
  const approved = topics.filter(isApprovalAlone)
  const ordered = topics.filter(topic => !approved.includes(topic)).toSorted((a, b) => weight(b) - weight(a))
  const alone = ordered.slice(0, 4)
  const rest = ordered.slice(alone.length)
  const most = 10
  const further = rest.length > most ? [`${spelt(rest.length - most)} more`] : []
  return [
    ...alone.map(topic => ({ section, facts: topic.facts, text: `${aboutWords(topic)}: ${discussionWords(topic)}.` })),
    ...(rest.length > 0
      ? [
          {
            section,
            facts: factsOf(rest),
            text: `Also discussed: ${listed([...rest.slice(0, most).map(topic => topic.ref ?? shortened(topic.title || topic.repository, 40)), ...further])}.`,
          },
        ]
      : []),
    ...(approved.length > 0
      ? tellList(section, approved, {
          lead: 'Approved in review',
          wordsOf: topic => (topic.title ? titleOf(topic) : (topic.ref ?? topic.repository)),
          most: inBullet + 1,
          others: count => `Approved too: ${spelt(count)} more `,
        })
      : []),
  ]
}
