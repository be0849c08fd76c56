/**
 * BM25 with the usual constants; the title counts three times, being the shortest statement of what a text is about.
 * Set once on the whole of a collection (`pnpm bench retrieval`), not by query. A change of `titleWeight` wants a re-index.
 */
export const [k1, b, titleWeight] = [1.5, 0.75, 3]

export interface Collection {
  chunks: number
  averageLength: number
}

/** A term of a query: how often it stands there, and in how many chunks it stands. */
export interface QueryTerm {
  term: string
  times: number
  chunks: number
}

/** What one occurrence is worth, by how few chunks have it. Never negative. */
export const weightOf = ({ times, chunks }: QueryTerm, collection: Collection): number =>
  times * Math.log(1 + (collection.chunks - chunks + 0.5) / (chunks + 0.5))

/** A term's part of a chunk's score: its weight, times less than `k1 + 1` however often it stands there. */
export const partOf = (weight: number, frequency: number, length: number, { averageLength }: Collection): number =>
  (weight * frequency * (k1 + 1)) / (frequency + k1 * (1 - b + (b * length) / averageLength))

/** What `partOf` stays below. */
export const boundOf = (weight: number): number => weight * (k1 + 1)
