import type { Scored } from './best.ts'
import type { SearchHit } from './model.ts'

/** What keeps the first places from deciding alone (Cormack, Clarke and Büttcher 2009). */
const smoothing = 60

export interface Ranked {
  no: number
  score: number
  parts: SearchHit['parts']
}

const rounded = (score: number) => Math.round(score * 10_000) / 10_000

/**
 * One list of what was found by words and by meaning, by reciprocal rank. Without the second list it is the first.
 * Scores of the two are never compared: they have no common measure.
 */
export function rankTogether(words: readonly Scored[], meanings: readonly Scored[] | null): Ranked[] {
  const found = new Map<number, Ranked>()
  const at = (no: number): Ranked => {
    const known = found.get(no)
    if (known) return known
    const fresh: Ranked = { no, score: 0, parts: { lexical: null, vector: null, lexicalRank: null, vectorRank: null } }
    found.set(no, fresh)
    return fresh
  }
  for (const [index, { no, score }] of words.entries()) {
    const hit = at(no)
    hit.parts.lexical = rounded(score)
    hit.parts.lexicalRank = index + 1
    hit.score += meanings ? 1 / (smoothing + index + 1) : rounded(score)
  }
  for (const [index, { no, score }] of (meanings ?? []).entries()) {
    const hit = at(no)
    hit.parts.vector = rounded(score)
    hit.parts.vectorRank = index + 1
    hit.score += 1 / (smoothing + index + 1)
  }
  return [...found.values()].sort((a, b) => b.score - a.score || a.no - b.no)
}
