const day = 86_400_000

/** Longest wait between two tries, in milliseconds. */
export const maxWait = 300_000

/** The wait before try `failures` + 1, in milliseconds: 1 s · 2ⁿ up to 5 minutes, of which the upper half is random. */
export const backOff = (failures: number, random: () => number): number =>
  Math.min(1000 * 2 ** failures, maxWait) * (0.5 + random() / 2)

/** What a `Retry-After` header (seconds or HTTP date, RFC 9110 10.2.3) asks for, in milliseconds; at most a day. */
export function retryAfter(header: string | null, now: number): number {
  const seconds = Number(header)
  const wait = Number.isNaN(seconds) ? Date.parse(header ?? '') - now : seconds * 1000
  return Math.min(Math.max(wait || 0, 0), day)
}
