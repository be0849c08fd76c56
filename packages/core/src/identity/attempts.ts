import { type Deps, giveBack, type Origin, type RateRule, sha256, takeRate } from '../kernel/index.ts'

/** What can be tried too often. */
export type Attempt = 'sign_in' | 'sign_up' | 'password' | 'password_reset' | 'verification' | 'refresh' | 'link'

const rule = (name: Attempt): RateRule => ({ name, limit: 5, windowSeconds: 900, failClosed: true })

/**
 * Counts a try by address and by e-mail: at most five of each in fifteen minutes.
 * @returns takes the count back: only tries that fail are to add up.
 * @throws DomainError `limit_reached`, or `unavailable` when it cannot be counted.
 */
export async function countAttempt(
  deps: Deps,
  name: Attempt,
  origin: Origin,
  email: string | null,
): Promise<() => Promise<void>> {
  // The e-mail is hashed: who tried to sign in stands nowhere in clear.
  const subjects = [origin.ip && `ip:${origin.ip}`, email && `email:${sha256(email)}`].filter(subject => subject !== null)
  for (const subject of subjects) await takeRate(deps, rule(name), subject)
  return async () => {
    for (const subject of subjects) await giveBack(deps, rule(name), subject)
  }
}
