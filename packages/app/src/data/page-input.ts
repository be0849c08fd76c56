/**
 * The input of a list without `direction`, which tRPC's infinite queries add for lists that can be read both ways. Ours
 * are read one way, and the server refuses keys that it does not know.
 */
export function pageInput(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('direction' in input)) return input
  const { direction, ...rest } = input
  return direction === 'forward' || direction === 'backward' ? rest : input
}
