import type { Fact } from '../collect.ts'

// Whether what a claim says in figures, numbers of pull requests, versions and links stands in its sources.

const numberWords = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const countedThings =
  /\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+(?:[\w-]+\s+)?(?:commits?|pull requests?|reviews?|comments?|releases?|issues?|people|contributors?|authors?|repositories|files?|lines?|fixes|changes|days)\b/gi

const link =
  /\bhttps?:\/\/[^\s)\]>"']+|\bwww\.[^\s)\]>"']+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev)\/[^\s)\]>"']*/gi

const normalised = (url: string) =>
  url
    .replace(/^https?:\/\//i, '')
    .replace(/[#?].*$/, '')
    .replace(/[/.,;:!]+$/, '')
    .toLowerCase()

/** Everything that its sources say in words. */
const wordsOf = (facts: readonly Fact[]) =>
  facts
    .map(({ title, text, repository, details }) => [title, text, repository, ...Object.values(details)].join(' '))
    .join('\n')

/** What can be counted in the sources. */
function countsOf(facts: readonly Fact[]): Set<number> {
  const sum = (key: 'additions' | 'deletions' | 'filesChanged', of = facts) =>
    of.reduce((total, fact) => total + (fact[key] ?? 0), 0)
  const distinct = (value: (fact: Fact) => unknown) => new Set(facts.map(value).filter(Boolean)).size
  const groups = [facts, ...Map.groupBy(facts, ({ kind }) => kind).values(), ...facts.map(fact => [fact])]
  return new Set([
    facts.length,
    ...groups.flatMap(some => {
      const [added, deleted] = [sum('additions', some), sum('deletions', some)]
      return [some.length, added, deleted, added + deleted, sum('filesChanged', some)]
    }),
    distinct(({ actorId }) => actorId),
    distinct(({ repositoryId }) => repositoryId),
    distinct(({ number }) => number),
    distinct(({ url }) => url),
    distinct(({ occurredAt }) => occurredAt.toISOString().slice(0, 10)),
    ...facts.flatMap(({ number, occurredAt }) => [
      number ?? -1,
      ...[
        occurredAt.getUTCFullYear(),
        occurredAt.getUTCDate(),
        occurredAt.getUTCDate() - 1,
        occurredAt.getUTCDate() + 1,
      ],
    ]),
  ])
}

const hasWord = (words: string, token: string) => words.toLowerCase().includes(token.toLowerCase())

/**
 * Why a claim cannot be kept, in words; null when everything in it that can be checked is borne out. Links must be those
 * of its facts; `#12`, versions, hashes and names must stand in them; figures must stand in them or count them.
 */
export function contradiction(text: string, facts: readonly Fact[]): string | null {
  const urls = new Set(facts.map(({ url }) => normalised(url)))
  const words = wordsOf(facts)
  for (const [url] of text.matchAll(link))
    if (!urls.has(normalised(url)) && !hasWord(words, url)) return `links to ${url}`
  const rest = text.replace(link, ' ')
  for (const [, number] of rest.matchAll(/#(\d+)\b/g))
    if (!facts.some(fact => fact.number === Number(number)) && !new RegExp(`#${number}\\b`).test(words))
      return `names #${number}`
  for (const [version] of rest.matchAll(/\bv?\d+\.\d+(?:\.\d+)*(?:-[\w.]+)?\b/g))
    if (!hasWord(words, version.replace(/^v/, ''))) return `names ${version}`
  for (const [sha] of rest.matchAll(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b/g))
    if (!facts.some(fact => fact.objectKey.startsWith(`commit:${sha}`)) && !hasWord(words, sha)) return `names ${sha}`
  for (const [, name] of rest.matchAll(/(?:^|\s)@([\w-]+)/g)) {
    const isActor = facts.some(({ actor }) =>
      [actor?.login, actor?.name].some(own => own?.toLowerCase() === name?.toLowerCase()),
    )
    if (name && !isActor && !hasWord(words, name)) return `names @${name}`
  }
  const counts = countsOf(facts)
  const figures = rest.replace(/#\d+|\bv?\d+(?:\.\d+)+(?:-[\w.]+)?/g, ' ')
  for (const [raw, value] of figures.matchAll(/(?<![\w@/.-])(\d{1,3}(?:,\d{3})+|\d+)(?:%| percent)?(?![\w/-])/g)) {
    const isShare = /%|percent/.test(raw)
    const isSaid = new RegExp(`(?<!\\d)${raw.replaceAll(',', ',?')}(?!\\d)`).test(words)
    if (!isSaid && (isShare || !counts.has(Number(value?.replaceAll(',', ''))))) return `says ${raw}`
  }
  for (const [phrase, word] of figures.matchAll(countedThings)) {
    const value = numberWords.indexOf(word?.toLowerCase() ?? '') + 2
    if (!counts.has(value) && !hasWord(words, phrase)) return `says ${phrase}`
  }
  return null
}
