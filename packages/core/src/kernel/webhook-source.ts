import type { Db, WebhookSource } from '@quarterdeck/db'
import type { Deps } from './deps.ts'
import type { Scope } from './scope.ts'

/** By lower-case name; a header that came several times is joined by commas. */
export type WebhookHeaders = Readonly<Record<string, string>>

export const webhookRefusalReasons = {
  content_type: 'The content type is not one that this source sends',
  too_large: 'The body is larger than deliveries of this source may be',
  missing_header: 'A header is missing that every delivery of this source has',
  bad_signature: 'The signature does not fit the body and any secret that is set here',
  old_timestamp: 'The timestamp is more than five minutes old',
  future_timestamp: 'The timestamp is more than five minutes ahead',
  malformed: 'The body is not what this source sends',
} as const

/** Why a delivery was not taken. A fixed list: it is counted by these words. */
export type WebhookRefusalReason = keyof typeof webhookRefusalReasons

/** What a delivery says about itself, once its signature is known to be good; or why it is refused. */
export type Verdict = { deliveryId: string; eventType: string } | { refused: WebhookRefusalReason }

/** A delivery as it was taken in. Its signature was good. */
export interface Delivery {
  id: string
  deliveryId: string
  eventType: string
  body: Buffer
  receivedAt: Date
}

export interface WebhookHandler {
  /**
   * Applies a delivery, in the transaction that also settles it. Deliveries come late, twice and in any order.
   * @returns `ignored` when nothing in it concerns us.
   */
  handle: (tx: Db, deps: Deps, scope: Scope, delivery: Delivery) => Promise<'done' | 'ignored'>
  /**
   * The same for deliveries that wait together, in the order in which they came, all in one transaction: an answer each.
   * When it fails, each is applied by itself.
   */
  handleAll?: (
    tx: Db,
    deps: Deps,
    scope: Scope,
    deliveries: readonly Delivery[],
  ) => Promise<readonly ('done' | 'ignored')[]>
}

/** Applies deliveries that wait together as if each had come alone. */
export const inTurn =
  (handle: WebhookHandler['handle']): NonNullable<WebhookHandler['handleAll']> =>
  async (tx, deps, scope, deliveries) => {
    const statuses: ('done' | 'ignored')[] = []
    for (const delivery of deliveries) statuses.push(await handle(tx, deps, scope, delivery))
    return statuses
  }

/** A program that sends us deliveries at `POST /webhooks/:source`. */
export interface WebhookDefinition {
  source: WebhookSource
  /** The environment variable with its secret, or two secrets while one replaces the other. */
  setting: string
  contentTypes: readonly string[]
  /** How large a delivery may be, in bytes; 1 MB unless told. */
  maxBody?: number
  /** Further addresses of it, after `/webhooks/<source>`. */
  topics?: readonly string[]
  /**
   * Decides by the bytes as they came, in constant time as far as the secrets go.
   * @param url the public address that the sender was given.
   */
  verify: (
    body: Buffer,
    headers: WebhookHeaders,
    secrets: readonly string[],
    now: Date,
    url: string,
  ) => Verdict | Promise<Verdict>
  load: () => Promise<WebhookHandler>
}

export const defineWebhook = (definition: WebhookDefinition): WebhookDefinition => definition

/** How far a sender's clock may be from ours, either way, in seconds: what Svix and Stripe themselves say. */
const toleranceSeconds = 300

/** @param timestamp seconds since the epoch, as text. */
export function checkTimestamp(timestamp: string | undefined, now: Date): WebhookRefusalReason | null {
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return 'missing_header'
  const age = Math.floor(now.getTime() / 1_000) - Number(timestamp)
  if (age > toleranceSeconds) return 'old_timestamp'
  return age < -toleranceSeconds ? 'future_timestamp' : null
}

/** Postgres has no zero character in text: what a provider sends is kept without it. */
const withoutZero = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value

/** How JSON spells a zero character. Looking at every value is several times the work of reading them. */
const zero = '\\u0000'

/** Several handlers may read one body. */
const read = new WeakMap<Buffer, unknown>()

/** Nobody may change what it gives. @throws SyntaxError when the body is not JSON. */
export function parseJson(body: Buffer): unknown {
  if (!read.has(body)) read.set(body, JSON.parse(body.toString('utf8'), body.includes(zero) ? withoutZero : undefined))
  return read.get(body)
}
