import { isIPv4, isIPv6 } from 'node:net'
import type { RateRule } from './rate-rule.ts'

const second = 1
const minute = 60
const quarterHour = 900

const rule = (limit: number, windowSeconds: number, more: { failClosed?: boolean; share?: number } = {}) => ({
  limit,
  windowSeconds,
  failClosed: false,
  ...more,
})

/**
 * What is limited, and how much of it is allowed unless the installation says otherwise. The figures are issue 3's,
 * but for `key`, `streams`, `sharedLinks` and `costly`, which it does not name.
 */
const defaults = {
  /** Requests of one address without a session or key. */
  anonymous: rule(60, minute),
  /** Requests of one person, from wherever. Counted in shares, so that most requests cost no statement. */
  signedIn: rule(600, minute, { share: 20 }),
  /** Requests with one API key. */
  key: rule(1_200, minute, { share: 40 }),
  /** Live streams that one person opens: each window needs one, and another after each interruption. */
  streams: rule(60, minute),
  /** Failed tries at a password, or another secret of one account. */
  signIn: rule(5, quarterHour, { failClosed: true }),
  /** The same from one address, whatever the account. */
  signInAddress: rule(5, quarterHour, { failClosed: true }),
  /** Messages of one person or visitor. */
  messages: rule(30, minute, { failClosed: true }),
  /** Links to shared essays that open nothing, tried from one address. */
  sharedLinks: rule(20, quarterHour, { failClosed: true }),
  /** What makes the installation pay somebody: language models, SMS, e-mail to strangers. */
  costly: rule(30, minute, { failClosed: true }),
  /** Webhook deliveries of one source with a good signature. */
  deliveries: rule(200, second),
  /** Webhook deliveries of one source with a bad one. */
  badDeliveries: rule(10, second),
  /** Events of one write key. */
  ingest: rule(50_000, second, { share: 5_000 }),
}

export type LimitName = keyof typeof defaults
export type Limits = Readonly<Record<LimitName, RateRule>>

// `defaults` has exactly the names of the type.
export const limitNames = Object.keys(defaults) as LimitName[]

/** @param change makes an installation's rule from the default one. */
export function makeLimits(change: (name: LimitName, rule: RateRule) => RateRule = (_, rule) => rule): Limits {
  const entries = limitNames.map(name => [name, change(name, { name, ...defaults[name] })] as const)
  return Object.fromEntries(entries) as Record<LimitName, RateRule>
}

const units: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }
const spelling = /^([a-zA-Z]+)=(\d{1,9})\/(\d{1,4})([smhd])$/

/**
 * Reads `anonymous=60/1m, signIn=5/15m`: what is not named keeps its default.
 * @returns the limits, and a sentence for each part that cannot be read.
 */
export function readLimits(text: string): { limits: Limits; mistakes: string[] } {
  const mistakes: string[] = []
  const chosen = new Map<string, { limit: number; windowSeconds: number }>()
  for (const part of text.split(',').map(each => each.trim())) {
    if (!part) continue
    const [, name = '', limit, length, unit = ''] = spelling.exec(part) ?? []
    const windowSeconds = Number(length) * (units[unit] ?? 0)
    if (!name) mistakes.push(`cannot read \`${part}\`: write it like anonymous=60/1m (s, m, h or d)`)
    else if (!Object.hasOwn(defaults, name)) mistakes.push(`knows no limit ${name}, but ${limitNames.join(', ')}`)
    else if (Number(limit) < 1 || windowSeconds < 1) mistakes.push(`needs at least 1 in at least 1 s for ${name}`)
    else if (chosen.has(name)) mistakes.push(`names ${name} twice`)
    else chosen.set(name, { limit: Number(limit), windowSeconds })
  }
  return { limits: makeLimits((name, rule) => ({ ...rule, ...chosen.get(name) })), mistakes }
}

/** The first four groups of an IPv6 address, written out. */
function network(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? []
  const groups = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...after]
  return all
    .slice(0, 4)
    .map(group => group.replace(/^0+(?=.)/, ''))
    .join(':')
}

/**
 * Under which name an address is counted: an IPv4 address by itself, an IPv6 one with its /64, of which every
 * customer of a provider has all (RFC 6177), so that changing the rest gains nothing.
 */
export function addressSubject(ip: string | null): string {
  const address = ip ?? ''
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped || isIPv4(address)) return `ip:${mapped ?? address}`
  return isIPv6(address) ? `ip:${network(address)}::/64` : 'ip:unknown'
}
