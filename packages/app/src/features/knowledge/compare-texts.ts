import { diffLines } from 'diff'

export type Block = { kind: 'same' | 'added' | 'removed'; lines: string[] } | { kind: 'skipped'; lines: number }

/** How many lines that stayed are shown on either side of a change. */
const near = 3
/** After this many milliseconds two texts count as too different. */
const patience = 2_000

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n')

/** What is far from changes, as one count. */
function shorten(lines: string[], isFirst: boolean, isLast: boolean): Block[] {
  const [head, tail] = [isFirst ? 0 : near, isLast ? 0 : near]
  const skipped = lines.length - head - tail
  if (skipped < 2) return [{ kind: 'same', lines }]
  const part = (some: string[]): Block[] => (some.length > 0 ? [{ kind: 'same', lines: some }] : [])
  return [
    ...part(lines.slice(0, head)),
    { kind: 'skipped', lines: skipped },
    ...part(tail > 0 ? lines.slice(-tail) : []),
  ]
}

/** The lines by which two texts differ, in order; empty when they do not; null when it would take too long to say. */
export function compareTexts(before: string, after: string): Block[] | null {
  const [old, now] = [before.replace(/\r\n?/g, '\n'), after.replace(/\r\n?/g, '\n')]
  if (old === now) return []
  // Without an end, a last line would differ from the same one in the middle.
  const changes = diffLines(`${old}\n`, `${now}\n`, { timeout: patience })
  if (!changes) return null
  return changes.flatMap(({ value, added, removed }, index): Block[] => {
    const lines = linesOf(value)
    if (added) return [{ kind: 'added', lines }]
    if (removed) return [{ kind: 'removed', lines }]
    return shorten(lines, index === 0, index === changes.length - 1)
  })
}
