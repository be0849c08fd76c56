/** Deterministic pseudo-random numbers, 0 to 1 (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'zu', 'xa']

/** A word for each number: letters that no stemmer changes much. */
function wordOf(number: number): string {
  let word = ''
  for (let rest = number + 256; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16]
  return `${word}k`
}

const vocabulary = 50_000

/**
 * Words as often as in a language: the n-th most frequent 1/n as often as the first (Zipf), 50,000 in all. The first
 * hundred are left out, as stop words are.
 * @param real words of a text, each as often as there: every second word is drawn from them, if there are any.
 */
export function makeWriter(seed: number, real: readonly string[] = []): (words: number) => string {
  const random = randomFrom(seed)
  const [low, high] = [Math.log(100), Math.log(vocabulary)]
  const madeUp = () => wordOf(Math.floor(Math.exp(low + random() * (high - low))) - 100)
  const word = (_: unknown, index: number) => (index % 2 > 0 && real[Math.floor(random() * real.length)]) || madeUp()
  return words => Array.from({ length: words }, word).join(' ')
}
