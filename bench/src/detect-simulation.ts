/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Knuth's, in pieces that keep `exp` from vanishing. */
function poisson(random: Random, mean: number): number {
  let [count, left] = [0, mean]
  for (; left > 30; left -= 30) count += poisson(random, 30)
  const limit = Math.exp(-left)
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

function binomial(random: Random, trials: number, share: number): number {
  let count = 0
  for (let trial = 0; trial < trials; trial++) if (random() < share) count++
  return count
}

export const minutesADay = 1_440
/** Of those at a step, how many go on to the next: a funnel of five steps in which 42.75 % get to the end. */
const usualShares = [0.75, 0.75, 0.8, 0.95]
export const overall = usualShares.reduce((product, share) => product * share, 1)

export interface Break {
  /** Minute from which on it holds. */
  start: number
  /** Points that the funnel as a whole loses. */
  points: number
  /** Between which steps, from 0. */
  at: number
}

/**
 * For each step the visits that came to it, summed up: `sums[step][minute]` are those before this minute. Traffic
 * rises and falls by 60 % within a day and is least at weekends (the mean is what is asked); each share swings by 0.15 logits with the time of day,
 * is 0.1 lower at weekends and wobbles by 0.08 from day to day. At 50 % that is 4, 2.5 and 2 points.
 */
export function simulate(seed: number, visitsAnHour: number, minutes: number, broken?: Break): Float64Array[] {
  const random = randomFrom(seed)
  const sums = Array.from({ length: usualShares.length + 1 }, () => new Float64Array(minutes + 1))
  const weekday = Math.floor(random() * 7)
  const phase = random() * 2 * Math.PI
  let shares: number[] = []
  let wobbles: number[] = []
  for (let minute = 0; minute < minutes; minute++) {
    const day = Math.floor(minute / minutesADay)
    const isWeekend = (day + weekday) % 7 >= 5
    const swing = Math.sin((2 * Math.PI * minute) / minutesADay + phase)
    if (minute % minutesADay === 0) wobbles = usualShares.map(() => 0.08 * normal(random))
    if (minute % 10 === 0) {
      const shift = 0.15 * swing - (isWeekend ? 0.1 : 0)
      shares = usualShares.map((share, index) => {
        const logit = Math.log(share / (1 - share)) + shift + (wobbles[index] ?? 0)
        return 1 / (1 + Math.exp(-logit))
      })
    }
    let visits = poisson(random, (visitsAnHour / 60) * (1 + 0.6 * swing) * (isWeekend ? 0.7 : 1.12))
    sums.forEach((sum, step) => {
      if (step > 0) {
        const isBroken = broken && minute >= broken.start && broken.at === step - 1
        const factor = isBroken ? 1 - broken.points / 100 / overall : 1
        visits = binomial(random, visits, (shares[step - 1] ?? 0) * factor)
      }
      sum[minute + 1] = (sum[minute] ?? 0) + visits
    })
  }
  return sums
}
