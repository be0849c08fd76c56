import { days, minutes } from '@quarterdeck/core/kernel'

/** One made-up visit: who came when, and how far they got. */
export interface SampleVisit {
  startedAt: Date
  device: 'mobile' | 'desktop'
  country: string
  appVersion: string
  /** How many steps of the funnel. */
  depth: number
  /** Seconds between one step and the next. */
  pause: number
  /** Why the last step failed, when it did. */
  error: { type: string; message: string } | null
  userId: string | null
  returning: boolean
}

export const sampleSteps = [
  { name: 'Opened', event: 'sign_up_opened' },
  { name: 'Submitted', event: 'sign_up_submitted' },
  { name: 'Code entered', event: 'code_entered' },
  { name: 'Completed', event: 'sign_up_completed' },
] as const

/** A small seeded generator (mulberry32), so that every installation shows the same story. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const countries = ['US', 'US', 'US', 'GB', 'GB', 'DE', 'IN', 'BR']
/** Chance to go on to the second, third and fourth step. */
const usual = [0.86, 0.93, 0.95]
const codeRefused = { type: 'otp_failed', message: 'Rate limited by the SMS provider' }

/** Visits an hour: quiet nights, busy afternoons, slower weekends. */
function trafficAt(at: Date): number {
  const day = 14 + 26 * Math.max(0, Math.sin(((at.getUTCHours() - 6) / 24) * 2 * Math.PI))
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6
  return day * (weekend ? 0.6 : 1)
}

/** Since this long ago, release 2.14 sends mobile visitors a code that does not come. */
const breakAge = minutes(70)
const span = days(8)

/** Eight days of a sign-up funnel that a release broke an hour ago, so that there is something to find. */
export function* sampleVisits(now: Date): Generator<SampleVisit> {
  const random = createRandom(4_400)
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item
  let number = 0
  for (let age = span; age > 0; age -= minutes(10)) {
    const from = new Date(now.getTime() - age)
    const isBroken = age <= breakAge
    // A campaign adds to the traffic of the last hours: enough visits to be sure within the hour.
    const expected = trafficAt(from) / 6 + (isBroken ? 30 : 0)
    const count = Math.floor(expected + random())
    for (let index = 0; index < count; index++) {
      number++
      const startedAt = new Date(from.getTime() + random() * minutes(10))
      if (startedAt.getTime() > now.getTime() - minutes(2)) continue
      const device = random() < 0.62 ? 'mobile' : 'desktop'
      const appVersion = isBroken && random() < 0.8 ? '2.14.0' : '2.13.2'
      const codeLost = appVersion === '2.14.0' && device === 'mobile' && random() < 0.88
      let depth = 1
      while (depth < sampleSteps.length && random() < (usual[depth - 1] ?? 0)) depth++
      if (codeLost) depth = Math.min(depth, 2)
      yield {
        startedAt,
        device,
        country: pick(countries),
        appVersion,
        depth,
        pause: 4 + random() * 18,
        error: codeLost && depth === 2 ? codeRefused : null,
        userId: depth === sampleSteps.length && random() < 0.02 ? `sample-${number}` : null,
        returning: random() < 0.3,
      }
    }
  }
}
