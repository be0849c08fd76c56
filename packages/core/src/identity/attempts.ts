import {
  addressSubject,
  type Deps,
  DomainError,
  giveBack,
  type Origin,
  type RateRule,
  type RateState,
  sha256,
  takeRate,
} from '../kernel/index.ts'

/** What can be tried too often. */
export type Attempt = 'sign_in' | 'sign_up' | 'password' | 'password_reset' | 'verification'

interface Taken {
  rule: RateRule
  subject: string
  state: RateState
}

/** What guessing wrong looks like. Anything else, such as a conflict or a failing database, was no guess. */
const isWrongGuess = (error: unknown) =>
  error instanceof DomainError && ['unauthenticated', 'invalid', 'not_found', 'forbidden'].includes(error.kind)

async function giveAllBack(deps: Deps, taken: readonly Taken[]): Promise<void> {
  for (const { rule, subject, state } of taken) {
    try {
      await giveBack(deps, rule, subject, state)
    } catch (error) {
      // Counted once too often is the safe side, and what was asked for has been done.
      deps.log.warn({ err: error, rule: rule.name }, 'A try could not be given back')
    }
  }
}

/**
 * Counts a try before it is made, by address (limit `signInAddress`) and by whose secret it is (limit `signIn`): each
 * kind of attempt by itself.
 * @param subject whose secret, such as an e-mail; null when nobody can know, as with the token of a link.
 * @returns takes the count back: only tries that fail are to add up.
 * @throws DomainError `limit_reached` with the seconds to wait; `unavailable` when the database cannot count.
 */
export async function countAttempt(
  deps: Deps,
  name: Attempt,
  origin: Origin,
  subject: string | null,
): Promise<() => Promise<void>> {
  const { signIn, signInAddress } = deps.limits
  const counted: [RateRule, string][] = [[signInAddress, `${name}:${addressSubject(origin.ip)}`]]
  // Hashed: who tried to sign in stands nowhere in clear.
  if (subject !== null) counted.push([signIn, `${name}:${sha256(subject).slice(0, 32)}`])
  const taken: Taken[] = []
  for (const [rule, key] of counted) {
    try {
      taken.push({ rule, subject: key, state: await takeRate(deps, rule, key) })
    } catch (error) {
      // Refused for its subject, the try is never made, and not held against the address.
      await giveAllBack(deps, taken)
      throw error
    }
  }
  return () => giveAllBack(deps, taken)
}

/**
 * Lets a secret be guessed at most as often as `countAttempt` says. The try is taken before it is made, so that many at
 * once gain nothing, and given back unless it was a wrong guess.
 * @throws DomainError like `countAttempt`, and whatever `run` throws.
 */
export async function guardAttempts<Result>(
  deps: Deps,
  origin: Origin,
  { name, subject }: { name: Attempt; subject: string | null },
  run: () => Promise<Result>,
): Promise<Result> {
  const takeBack = await countAttempt(deps, name, origin, subject)
  let result: Result
  try {
    result = await run()
  } catch (error) {
    if (!isWrongGuess(error)) await takeBack()
    throw error
  }
  await takeBack()
  return result
}
