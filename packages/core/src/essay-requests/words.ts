/** Scripts that are written without spaces between words. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

/**
 * How many words a text has: what stands between spaces and holds a letter or digit, so that `well-known` and `don't` are
 * one and a dash is none, as word processors count. Where a script has no spaces, the words of Unicode (UAX 29).
 */
export function countWords(text: string): number {
  let count = 0
  for (const part of text.split(/\s+/)) {
    if (!/[\p{L}\p{N}]/u.test(part)) continue
    if (!unspaced.test(part)) count += 1
    else for (const { isWordLike } of segmenter.segment(part)) if (isWordLike) count += 1
  }
  return count
}
