/** Finer corrections would be mostly the time that requests take, and would shuffle the events of one visit. */
const grain = 60_000

/**
 * How far a sender's clock is behind ours, in milliseconds, to the minute: what must be added to its times. The send
 * time is the sender's own, so whatever lies between it and the receipt is error of the clock or time on the way.
 * @param sentAt the sender's clock when the batch left; absent, its clock is taken to be right.
 */
export function clockSkew(sentAt: unknown, receivedAt: Date): number {
  const sent = readTime(sentAt)
  // Adding 0 makes a negative zero plain.
  return sent ? Math.round((receivedAt.getTime() - sent.getTime()) / grain) * grain + 0 : 0
}

/** ISO 8601 or milliseconds since the epoch; null when it is neither, or no date that Postgres keeps. */
export function readTime(value: unknown): Date | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  if (typeof value === 'string' && !/^\d{4}-\d\d-\d\d/.test(value)) return null
  const time = new Date(value)
  const year = time.getUTCFullYear()
  return year >= 1970 && year < 10_000 ? time : null
}
