/** Deterministic pseudo-random numbers, 0 to 1 (mulberry32). */
export declare function randomFrom(seed: number): () => number;
/**
 * Words as often as in a language: the n-th most frequent 1/n as often as the first (Zipf), 50,000 in all. The first
 * hundred are left out, as stop words are.
 * @param real words of a text, each as often as there: every second word is drawn from them, if there are any.
 */
export declare function makeWriter(seed: number, real?: readonly string[]): (words: number) => string;
//# sourceMappingURL=made-up-text.d.ts.map