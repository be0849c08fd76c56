import { blockSize } from './postings.ts'

export interface Scored {
  no: number
  score: number
}

const isBetter = (a: Scored, b: Scored) => a.score > b.score || (a.score === b.score && a.no < b.no)

/** Lets the worst of a heap, its first, sink to its place. */
function sink(heap: Scored[]): void {
  for (let at = 0; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    let worst = at
    for (const child of [left, right]) {
      const [one, other] = [heap[child], heap[worst]]
      if (one && other && isBetter(other, one)) worst = child
    }
    const [here, there] = [heap[at], heap[worst]]
    if (worst === at || !here || !there) return
    heap[at] = there
    heap[worst] = here
    at = worst
  }
}

function rise(heap: Scored[]): void {
  for (let at = heap.length - 1; at > 0; ) {
    const parent = (at - 1) >> 1
    const [here, above] = [heap[at], heap[parent]]
    if (!here || !above || !isBetter(above, here)) return
    heap[at] = above
    heap[parent] = here
    at = parent
  }
}

/** The highest scores above zero, best first; equals by their number. */
export function best(scores: ReadonlyMap<number, Float64Array>, count: number): Scored[] {
  const heap: Scored[] = []
  for (const [block, list] of scores) {
    for (let offset = 0; offset < blockSize; offset++) {
      const score = list[offset] ?? 0
      if (score <= 0) continue
      const worst = heap[0]
      if (heap.length === count && worst && score < worst.score) continue
      const found = { no: block * blockSize + offset, score }
      if (heap.length < count) {
        heap.push(found)
        rise(heap)
      } else if (worst && isBetter(found, worst)) {
        heap[0] = found
        sink(heap)
      }
    }
  }
  return heap.sort((a, b) => (isBetter(a, b) ? -1 : 1))
}
