/** Words as they are compared: without case, accents and punctuation. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** The longest run of words that is compared. */
const runLength = 3

function runs(words: readonly string[]): string[] {
  const size = Math.min(runLength, words.length)
  return words.slice(0, words.length - size + 1).map((_, index) => words.slice(index, index + size).join(' '))
}

/**
 * How much of a quote stands in a text, 0 to 1: the share of its runs of three words that stand there in a row.
 * Capitals, accents and punctuation do not count.
 */
export function quoteOverlap(quote: string, text: string): number {
  const quoted = runs(wordsOf(quote))
  if (quoted.length === 0) return 0
  const there = ` ${wordsOf(text).join(' ')} `
  return quoted.filter(run => there.includes(` ${run} `)).length / quoted.length
}
