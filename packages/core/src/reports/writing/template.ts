import { localDay } from '../../kernel/index.ts'
import type { Fact } from '../collect.ts'
import { wordsForDays } from '../span.ts'
import { routineReason } from './routine.ts'
import type { Places } from './sections.ts'
import {
  type Draft,
  firstCategories,
  tellCategory,
  tellDiscussions,
  tellGivenUp,
  tellIssues,
  tellOpen,
  tellReleases,
  tellRetries,
  toldCategories,
} from './template-lists.ts'
import type { Topic } from './topics.ts'
import { capital, counted, figure, listed, sizeWords } from './words.ts'

const secondTry =
  /\bagain$|\b(round (two|three|2|3)|attemp(t|s|ts)|flak(e|y|iness|ey)|hotfix|re-?add|follow[- ]?up|regression|workaround|(deprecated|changed|removed) too much)\b/i

const has = (topic: Topic, kind: Fact['kind']) => topic.facts.some(fact => fact.kind === kind)

/** Still open: begun, with nothing that says how it ended. Its commits may be of its own branch. */
const isOpen = (topic: Topic) =>
  topic.kind === 'change' && has(topic, 'pr_opened') && !has(topic, 'pr_merged') && !has(topic, 'pr_closed')
const isGivenUp = (topic: Topic) => topic.kind === 'change' && has(topic, 'pr_closed') && !has(topic, 'pr_merged')

/** Every topic in a claim, by rules alone: the same facts give the same words. */
export function tellTopics(topics: readonly Topic[], places: Places): Draft[] {
  const changes = topics.filter(({ kind, isRoutine }) => kind === 'change' && !isRoutine)
  const open = changes.filter(isOpen)
  const givenUp = changes.filter(isGivenUp)
  const retries = changes.filter(topic => secondTry.test(topic.title) && !isOpen(topic) && !isGivenUp(topic))
  const apart = new Set([...open, ...givenUp, ...retries])
  const rest = changes.filter(topic => !apart.has(topic))
  const ofKind = (kind: Topic['kind']) => topics.filter(topic => topic.kind === kind)
  const tell = (category: (typeof toldCategories)[number]) => {
    const some = rest.filter(topic => topic.category === category)
    return tellCategory(category, some, places, some.length < rest.length)
  }
  return [
    ...tellReleases(ofKind('release'), places),
    ...firstCategories.flatMap(tell),
    ...tellIssues(ofKind('issue'), places),
    ...toldCategories.filter(category => !firstCategories.includes(category)).flatMap(tell),
    ...tellRetries(retries, places),
    ...tellGivenUp(givenUp, places),
    ...tellDiscussions(
      ofKind('discussion').filter(({ isRoutine }) => !isRoutine),
      places,
    ),
    ...tellOpen(open, places),
  ]
}

const whoOf = (facts: readonly Fact[]) => new Set(facts.flatMap(({ actorId }) => actorId ?? []))

/** Fewer changes than these are told of without saying which is the largest. */
const few = 6

function biggest(topics: readonly Topic[], { technical }: Places): Draft[] {
  const changes = topics.filter(({ kind, isRoutine }) => kind === 'change' && !isRoutine)
  const [first] = changes
  // Of a few everyone sees which it is.
  if (!first || changes.length < few || first.size < 200) return []
  const lines = sizeWords(first.measured)
  if (!lines) return []
  const changed = first.measured.length === 1 ? first.measured[0]?.filesChanged : null
  const files = changed ? ` in ${counted(changed, 'file')}` : ''
  const name = `“${first.title}”${first.ref ? ` (${first.ref})` : ''}`
  return [{ section: technical, facts: first.measured, text: `The largest change was ${name}: ${lines}${files}.` }]
}

function amounts(facts: readonly Fact[], timeZone: string): string {
  const of = (kind: Fact['kind']) => facts.filter(fact => fact.kind === kind)
  const commits = of('commit')
  const lines = sizeWords(commits)
  const people = whoOf(facts).size
  const parts = [
    { some: commits, verb: 'made', one: 'commit', more: lines ? ` (${lines})` : '' },
    { some: of('pr_merged'), verb: 'merged', one: people > 1 ? 'pull request' : 'merged pull request', more: '' },
    { some: of('review_submitted'), verb: 'wrote', one: 'review', more: '' },
  ].filter(({ some }) => some.length > 0)
  const done = parts.map(
    ({ some, verb, one, more }) => `${people > 1 ? `${verb} ` : ''}${counted(some.length, one)}${more}`,
  )
  const words = people > 1 ? `${counted(people, 'person', 'people')} ${listed(done)}` : listed(done)
  const days = [...Map.groupBy(facts, ({ occurredAt }) => localDay(occurredAt, timeZone))]
  const [busiest] = days.toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  const day = days.length > 2 && busiest ? ` The busiest day was ${wordsForDays(busiest[0], busiest[0])}.` : ''
  return `${capital(words)}.${day}`
}

const areaWords: Partial<Record<Topic['category'], string>> = {
  ...{ feature: 'additions', fix: 'fixes', docs: 'documentation and site', refactor: 'structure', tests: 'tests' },
  ...{ build: 'build and tools', dependencies: 'dependencies', performance: 'speed' },
}

/** What most of the changes were about, where there are enough to say so. */
function tellAreas(topics: readonly Topic[], { open }: Places): Draft[] {
  const isTold = ({ kind, isRoutine, category, title }: Topic) =>
    kind === 'change' && !isRoutine && areaWords[category] !== undefined && !secondTry.test(title)
  const changes = topics.filter(isTold)
  if (changes.length < 10) return []
  const areas = [...Map.groupBy(changes, ({ category }) => category)].toSorted((a, b) => b[1].length - a[1].length)
  const most = areas.slice(0, 3).filter(([, some]) => some.length > 1)
  if (most.length < 2) return []
  const words = most.map(([category, some]) => `${areaWords[category]} (${counted(some.length, 'change')})`)
  const facts = most.flatMap(([, some]) => some.flatMap(topic => topic.facts))
  return [{ section: open, facts, text: `Most of it went into ${listed(words)}.` }]
}

function tellPeople(facts: readonly Fact[], { open }: Places): Draft[] {
  const commits = facts.filter(({ kind, actorId }) => kind === 'commit' && actorId)
  const nameOf = ([fact]: Fact[]) => fact?.actor?.login ?? fact?.actor?.name ?? ''
  const people = [...Map.groupBy(commits, ({ actorId }) => actorId).values()].toSorted(
    (a, b) => b.length - a.length || (nameOf(a) < nameOf(b) ? -1 : 1),
  )
  // Nobody is named before others who did as much.
  const most = people.slice(0, 3).filter(own => own.length > 1 && own.length > (people[3]?.length ?? 0))
  if (people.length <= 3 || most.length < 2) return []
  const names = most.map(own => `${nameOf(own)} (${figure(own.length)})`)
  return [{ section: open, facts: most.flat(), text: `The most commits came from ${listed(names)}.` }]
}

const countedKinds: ReadonlySet<Fact['kind']> = new Set(['commit', 'pr_merged', 'review_submitted'])

/** How much, of what, by whom: of the whole span. */
export function tellMomentum(topics: readonly Topic[], places: Places, timeZone: string): Draft[] {
  // What bots do says nothing of how much people did.
  const isCounted = (fact: Fact) => countedKinds.has(fact.kind) && routineReason(fact) !== 'bot'
  const facts = topics.flatMap(topic => topic.facts).filter(isCounted)
  if (facts.length < 3) return []
  const amount = { section: places.open, facts, text: amounts(facts, timeZone) }
  return [amount, ...tellAreas(topics, places), ...tellPeople(facts, places)]
}

/** A whole report without a model. */
export const writePlainly = (topics: readonly Topic[], places: Places, timeZone: string): Draft[] => [
  ...biggest(topics, places),
  ...tellTopics(topics, places),
  ...tellMomentum(topics, places, timeZone),
]
