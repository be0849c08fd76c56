const count = new Intl.NumberFormat('en-GB')
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })

export const figure = (value: number): string => count.format(value)
export const listed = (items: readonly string[]): string => list.format(items)

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** Numbers up to twelve in words. */
export const spelt = (value: number): string => small[value] ?? figure(value)

/** `one release`, `12 releases`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${spelt(value)} ${value === 1 ? one : many}`

export const capital = (text: string): string => text.replace(/^\p{Ll}/u, letter => letter.toUpperCase())

/** `+1,203 −87 lines`; null where nothing is known. */
export function sizeWords(facts: readonly { additions: number | null; deletions: number | null }[]): string | null {
  const known = facts.filter(({ additions, deletions }) => additions !== null || deletions !== null)
  if (known.length === 0) return null
  const sum = (key: 'additions' | 'deletions') => known.reduce((total, fact) => total + (fact[key] ?? 0), 0)
  return `+${figure(sum('additions'))} −${figure(sum('deletions'))} lines`
}

const conventional = /^(\w+)(\(([^)]*)\))?!?:\s+/
const pullNumbers = /\s*\((#\d+(?:,\s*#\d+)*)\)/g

/** The type of a conventional commit, and the words behind it without numbers of pull requests. */
export function splitSubject(subject: string): { type: string | null; area: string | null; words: string } {
  const plain = subject.replace(pullNumbers, '').replace(/\s+/g, ' ').trim()
  const found = conventional.exec(plain)
  if (!found) return { type: null, area: null, words: plain }
  return { type: found[1]?.toLowerCase() ?? null, area: found[3] ?? null, words: plain.slice(found[0].length).trim() }
}

/** The pull request that a commit's first line names last, as GitHub writes it when it squashes. */
export function pullOf(subject: string): number | null {
  const merged = /^Merge pull request #(\d+)\b/.exec(subject)?.[1]
  const squashed = [...subject.matchAll(/\(#(\d+)\)/g)].at(-1)?.[1]
  return Number(merged ?? squashed) || null
}

const longest = 110

/** Cut at a word. */
export function shortened(text: string, limit = longest): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), limit - 20)).replace(/[\s,;:]+$/, '')}…`
}
