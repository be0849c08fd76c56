import { duration, plural } from '../../format/number.ts'

/** `generate-again` → `Generate again`, `asksForPerson` → `Asks for person`. */
export function stepName(name: string): string {
  const words = name.replaceAll(/[-_]/g, ' ').replaceAll(/(?<=[a-z])[A-Z]/g, capital => ` ${capital.toLowerCase()}`)
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

/** How long a step took: most take a few milliseconds. */
export const tookInWords = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)}\u00a0ms` : duration(ms / 1_000))

/** Longest text of a result that is quoted in its line. */
const quoted = 80

function inShort(value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return String(value.length)
  if (typeof value !== 'string' || value === '') return null
  const line = value.replaceAll(/\s+/g, ' ').trim()
  return line.length > quoted ? `${line.slice(0, quoted).trimEnd()}…` : line
}

/** What came of a step, in a line: its plain fields; lists as how many; objects and what is empty are left out. */
export function resultInShort(result: unknown): string {
  if (Array.isArray(result)) return plural(result.length, 'entry', 'entries')
  if (typeof result !== 'object' || result === null) return inShort(result) ?? ''
  return Object.entries(result)
    .flatMap(([key, value]) => {
      const said = inShort(value)
      return said === null ? [] : `${stepName(key).toLowerCase()}: ${said}`
    })
    .join(' · ')
}

/** The number of the message that a workflow was asked about, where it was asked about one. */
export const messageOf = (input: unknown): number | undefined =>
  typeof input === 'object' && input !== null && 'seq' in input && typeof input.seq === 'number' ? input.seq : undefined
