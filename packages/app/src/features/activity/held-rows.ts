import { useState } from 'react'

interface Row {
  id: string
}

/** Rows on screen, and how many more there are by now. */
export interface Held<T> {
  rows: readonly T[] | undefined
  /** What came while the reader held the list. */
  waiting: number
  /** Let in by the last change, to be lit up for a moment. */
  fresh: ReadonlySet<string>
}

/**
 * What to show of a list that changed: while it is held, what came between the rows on screen waits, so that nothing
 * moves under the reader; what follows the last of them is an older page, which they asked for.
 */
export function holdRows<T extends Row>(
  before: readonly T[] | undefined,
  now: readonly T[] | undefined,
  isHeld: boolean,
): Held<T> {
  if (!before || before.length === 0 || !now) return { rows: now, waiting: 0, fresh: new Set() }
  const known = new Set(before.map(({ id }) => id))
  const last = now.findLastIndex(({ id }) => known.has(id))
  const isNew = ({ id }: T, index: number) => index < last && !known.has(id)
  const added = now.filter(isNew)
  if (!isHeld) return { rows: now, waiting: 0, fresh: new Set(added.map(({ id }) => id)) }
  return { rows: now.filter((row, index) => !isNew(row, index)), waiting: added.length, fresh: new Set() }
}

/** Keeps a live list still while it is `held`. Mount it anew for other filters. */
export function useHeldRows<T extends Row>(now: readonly T[] | undefined, isHeld: boolean): Held<T> {
  const [state, setState] = useState(() => ({ now, isHeld, held: holdRows(undefined, now, isHeld) }))
  if (state.now !== now || state.isHeld !== isHeld) {
    const held = holdRows(state.held.rows, now, isHeld)
    // Derived from what came and what was shown, before anybody sees it.
    setState({ now, isHeld, held })
    return held
  }
  return state.held
}
