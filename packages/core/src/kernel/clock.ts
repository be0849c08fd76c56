/** The time, as an argument: tests turn it themselves. */
export interface Clock {
  now: () => Date
}

export const systemClock: Clock = { now: () => new Date() }
