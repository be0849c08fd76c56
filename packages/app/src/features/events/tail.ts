/** A list that grows at its head while someone reads it. Newest first everywhere. */
export interface Tail<T> {
  /** What is on screen; null until the first page is in. */
  rows: readonly T[] | null
  /** Where older rows than `rows` go on. */
  nextCursor: string | null
  /** What arrived while the reader held the list. */
  waiting: readonly T[]
  /** Set when more arrived at once than a page holds: `waiting` then does not join on to `rows`, and goes on here. */
  gapCursor: { next: string | null } | null
  /** Let in by the last change, to be lit up for a moment. */
  fresh: ReadonlySet<string>
}

interface Row {
  id: string
}

export interface TailPage<T> {
  items: readonly T[]
  nextCursor: string | null
}

/** Rows kept while following; keeps a tail light that is open all day. */
const mostRows = 500

const idsOf = (rows: readonly Row[]) => new Set(rows.map(row => row.id))

/** The tail before anything has arrived. */
export function emptyTail<T>(): Tail<T> {
  return { rows: null, nextCursor: null, waiting: [], gapCursor: null, fresh: new Set() }
}

/** Takes the newest page. While `held`, what is on screen does not move: new rows wait. */
export function receive<T extends Row>(tail: Tail<T>, page: TailPage<T>, held: boolean): Tail<T> {
  const { rows, waiting } = tail
  if (rows === null || rows.length === 0) return { ...emptyTail<T>(), rows: page.items, nextCursor: page.nextCursor }
  const inPage = idsOf(page.items)
  const shown = idsOf(rows)
  const joinsOn = [...waiting, ...rows].some(row => inPage.has(row.id))
  const next: Tail<T> = joinsOn
    ? {
        ...tail,
        waiting: [...page.items.filter(row => !shown.has(row.id)), ...waiting.filter(row => !inPage.has(row.id))],
      }
    : { ...tail, waiting: page.items, gapCursor: { next: page.nextCursor } }
  return held ? next : release(next, page)
}

/** Lets the waiting rows in; below a gap, or past the limit, the list begins again from what is newest. */
export function release<T extends Row>(tail: Tail<T>, newest?: TailPage<T>): Tail<T> {
  const { rows, waiting, gapCursor } = tail
  if (rows === null || waiting.length === 0) return tail
  const fresh = idsOf(waiting)
  if (gapCursor) return { ...emptyTail<T>(), rows: waiting, nextCursor: gapCursor.next, fresh }
  const all = [...waiting, ...rows]
  if (newest && all.length > mostRows) {
    return { ...emptyTail<T>(), rows: newest.items, nextCursor: newest.nextCursor, fresh }
  }
  return { ...tail, rows: all, waiting: [], fresh }
}

/** Adds an older page below. */
export function addOlder<T extends Row>(tail: Tail<T>, page: TailPage<T>): Tail<T> {
  const rows = tail.rows ?? []
  const shown = idsOf(rows)
  return {
    ...tail,
    rows: [...rows, ...page.items.filter(row => !shown.has(row.id))],
    nextCursor: page.nextCursor,
    fresh: new Set(),
  }
}

/** `3 new`, or `100+ new` when more arrived than can be counted. */
export function waitingLabel(tail: Tail<unknown>): string {
  return `${tail.waiting.length}${tail.gapCursor ? '+' : ''} new`
}
