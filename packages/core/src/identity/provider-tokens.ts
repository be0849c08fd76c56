import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from 'jose'
import {
  type Clock,
  earlier,
  type Log,
  minutes,
  type TokenClaims,
  type TokenVerifier,
  unauthenticated,
  unavailable,
} from '../kernel/index.ts'

/** How far the issuer's clock may be from ours, in seconds. */
const leeway = 5
/** A key that the issuer has withdrawn is believed for at most this long, while the issuer can be reached. */
const refreshEvery = minutes(10)
/** After a failure, or for the sake of an unknown key, the issuer is asked at most this often, in milliseconds. */
const defaultCooldown = 10_000
/** How long the issuer may take to answer, in milliseconds. */
const patience = 3_000

interface Settings {
  /** As it stands in the tokens, such as `https://clerk.example.com`. */
  issuer: string
  clock: Clock
  log: Log
  cooldown?: number
}

/** Counts failures, so that a silent issuer is not asked again by every request that waits for it. */
function createGuardedFetch({ clock, log, cooldown = defaultCooldown }: Settings) {
  let failedAt: Date | null = null
  return async (url: string, options: RequestInit): Promise<Response> => {
    if (failedAt && failedAt > earlier(clock.now(), cooldown))
      throw new KeysUnavailable('The issuer failed a moment ago')
    try {
      const response = await fetch(url, options)
      if (!response.ok) throw new Error(`The issuer answered ${response.status}`)
      failedAt = null
      return response
    } catch (error) {
      failedAt = clock.now()
      log.warn({ err: error, url }, 'The keys of the issuer of sign-in tokens could not be fetched')
      throw new KeysUnavailable('The issuer does not answer', { cause: error })
    }
  }
}

class KeysUnavailable extends Error {}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() ? value.trim() : null)

function readClaims(payload: JWTPayload): TokenClaims {
  const { sub, exp, email, email_verified: emailVerified, name, given_name: given, family_name: family } = payload
  if (!sub || sub.length > 200 || exp === undefined) throw unauthenticated('This token does not say whose it is')
  return {
    subject: sub,
    expiresAt: new Date(exp * 1_000),
    email: text(email)?.toLowerCase().slice(0, 320) ?? null,
    emailVerified: emailVerified === true,
    name: (text(name) ?? ([text(given), text(family)].filter(Boolean).join(' ') || null))?.slice(0, 200) ?? null,
  }
}

/** The generic one is an answer of the issuer that is no JSON. */
const keyTroubles = [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code]

/** What is wrong, in words for whoever holds the token. */
function explain(error: unknown): Error {
  if (error instanceof KeysUnavailable || (error instanceof errors.JOSEError && keyTroubles.includes(error.code))) {
    return unavailable('Who signed this token cannot be checked right now; try again in a moment', 10, error)
  }
  if (error instanceof errors.JWTExpired) return unauthenticated('This token has expired')
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthenticated(`This token is not good here: ${error.message}`)
  if (error instanceof errors.JWKSNoMatchingKey) return unauthenticated('No key of the issuer has signed this token')
  if (error instanceof errors.JOSEError) return unauthenticated('This token was not signed by the issuer')
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * Verifies bearer tokens of an OpenID issuer, such as Clerk, by the keys at `{issuer}/.well-known/jwks.json`. Keys are kept
 * while the issuer is silent; a token with an unknown key makes us ask for them again, so that rotation needs no one.
 */
export function createProviderTokens(settings: Settings): TokenVerifier {
  const { issuer, clock } = settings
  const keys = createRemoteJWKSet(new URL(`${issuer.replace(/\/$/, '')}/.well-known/jwks.json`), {
    cooldownDuration: settings.cooldown ?? defaultCooldown,
    // Never too old to use: `renew` below asks for newer ones, and an outage does not sign everybody out.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    timeoutDuration: patience,
    [customFetch]: createGuardedFetch(settings),
  })
  let renewedAt = clock.now()
  const renew = () => {
    if (renewedAt > earlier(clock.now(), refreshEvery)) return
    renewedAt = clock.now()
    // The guarded fetch has logged it, and the keys that are there serve on.
    keys.reload().catch(() => {})
  }
  return {
    verify: async token => {
      renew()
      try {
        const { payload } = await jwtVerify(token, keys, {
          issuer: [issuer, issuer.replace(/\/$/, '')],
          algorithms: ['RS256', 'ES256'],
          requiredClaims: ['sub', 'exp'],
          clockTolerance: leeway,
          currentDate: clock.now(),
        })
        return readClaims(payload)
      } catch (error) {
        throw explain(error)
      }
    },
  }
}

/** Three parts with dots between: our own tokens have none. */
export const isProviderToken = (token: string): boolean => token.split('.').length === 3
