import { diffArrays } from 'diff'
import type { EssayDocument, EssayNode } from '../document.ts'

export type Choice = 'mine' | 'theirs' | 'both'

/** Blocks that both texts share, or a place where they differ. */
export type Hunk =
  | { kind: 'same'; blocks: EssayNode[] }
  | {
      kind: 'differs'
      mine: EssayNode[]
      theirs: EssayNode[]
      /** What is most likely meant: whoever left it as it was yields; where both wrote, both stay. */
      proposed: Choice
    }

/**
 * What makes two blocks the same: not the order of members, nor what an editor leaves empty, nor who is said to have made a
 * comment, which the server fills in.
 */
const keyOf = (block: EssayNode): string =>
  JSON.stringify(block, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([name, member]) => member !== null && name !== 'author' && !isEmpty(member))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  )
const isEmpty = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.values(value).every(each => each === null)

/** Whether two documents say the same, whoever of editor and server wrote them down. */
export const isSameText = (a: EssayDocument, b: EssayDocument): boolean =>
  a.content.map(keyOf).join('\n') === b.content.map(keyOf).join('\n')

interface Sides {
  mine: EssayNode[]
  theirs: EssayNode[]
}

function propose({ mine, theirs }: Sides, base: ReadonlySet<string>): Choice {
  const asBefore = (blocks: EssayNode[]) => blocks.every(block => base.has(keyOf(block)))
  if (asBefore(mine)) return 'theirs'
  return asBefore(theirs) ? 'mine' : 'both'
}

/** As many paragraphs on both sides are those of before, each written anew: they are chosen one by one. */
const inPairs = (sides: Sides): Sides[] =>
  sides.mine.length === sides.theirs.length
    ? sides.mine.map((block, index) => ({ mine: [block], theirs: sides.theirs.slice(index, index + 1) }))
    : [sides]

/** Two texts that grew out of `base`, paragraph by paragraph. */
export function compareBlocks(mine: EssayDocument, theirs: EssayDocument, base: EssayDocument): Hunk[] {
  const known = new Set(base.content.map(keyOf))
  const hunks: Hunk[] = []
  let [atMine, atTheirs] = [0, 0]
  let open: Sides | null = null
  const close = () => {
    if (open) for (const part of inPairs(open)) hunks.push({ kind: 'differs', ...part, proposed: propose(part, known) })
    open = null
  }
  for (const { added, removed, count } of diffArrays(theirs.content.map(keyOf), mine.content.map(keyOf))) {
    if (!added && !removed) {
      close()
      hunks.push({ kind: 'same', blocks: mine.content.slice(atMine, atMine + count) })
      atMine += count
      atTheirs += count
      continue
    }
    open ??= { mine: [], theirs: [] }
    if (added) {
      open.mine.push(...mine.content.slice(atMine, atMine + count))
      atMine += count
    } else {
      open.theirs.push(...theirs.content.slice(atTheirs, atTheirs + count))
      atTheirs += count
    }
  }
  close()
  return hunks
}

/** The text that the choices make: one for each place that differs, in order. */
export function mergeBlocks(hunks: readonly Hunk[], choices: readonly Choice[]): EssayDocument {
  let place = 0
  const content = hunks.flatMap(hunk => {
    if (hunk.kind === 'same') return hunk.blocks
    const choice = choices[place++] ?? hunk.proposed
    if (choice === 'mine') return hunk.mine
    return choice === 'theirs' ? hunk.theirs : [...hunk.theirs, ...hunk.mine]
  })
  return { type: 'doc', content }
}
