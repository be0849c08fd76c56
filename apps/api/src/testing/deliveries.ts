import { newId } from '@quarterdeck/core/kernel'
import { fromClerk, fromStripe, type SignedDelivery } from './webhooks.ts'

/** A seeded generator (mulberry32), so that a failing run can be run again. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (count: number) => Math.floor(next() * count)
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('There is nothing to pick from')
    return item
  }
  const shuffle = <Item>(items: readonly Item[]): Item[] =>
    items
      .map(item => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
  return { next, below, pick, shuffle, chance: (share: number) => next() < share }
}

export type Random = ReturnType<typeof createRandom>

/** One thing that a provider says, once. */
interface Happening {
  source: 'clerk' | 'stripe'
  /** Milliseconds; by this the reference is sorted. */
  at: number
  id: string
  event: object
}

const start = 1_760_000_000_000
const day = 86_400_000
/** The workspace's own people, whom Stripe's checkouts name: `[id, address that they have verified]`. */
export const knownPeople = Array.from({ length: 12 }, (_, index): [string, string] => [
  `0190f000-0000-7000-8000-0000000000${String(index).padStart(2, '0')}`,
  `known-${index}@example.com`,
])

interface Timeline {
  random: Random
  tell: (source: 'clerk' | 'stripe', at: number, event: object) => void
}

/** Moments of a thing's changes; now and then two share one. */
function moments({ below, chance }: Random, count: number, unit: number): number[] {
  let at = start + below(30) * day + below(1_000) * unit
  return Array.from({ length: count }, (_, index) => {
    if (index > 0 && !chance(0.2)) at += (1 + below(5_000)) * unit
    return at
  })
}

const clerkEvent = (type: string, data: object, timestamp: number) => ({ type, data, object: 'event', timestamp })

interface ClerkUser {
  id: string
  payer: string
  /** Whom a Stripe invoice may be for: their one address never changes. */
  steadyEmail: string | null
}

function tellUser({ random, tell }: Timeline, index: number): ClerkUser {
  const id = `user_${index}`
  // Some addresses go from one user to another over time; some belong to people who were here before.
  const pool = Array.from({ length: 8 }, (_, email) => `passed-on-${email}@example.com`)
  const steady = index % 4 === 0 ? (knownPeople[index / 4]?.[1] ?? `user-${index}@example.com`) : null
  const times = moments(random, 1 + random.below(4), 1)
  for (const [version, at] of times.entries()) {
    const address = steady ?? random.pick([...pool, `user-${index}-${version}@example.com`])
    const status = steady || random.chance(0.8) ? 'verified' : 'unverified'
    const data = {
      ...{ id, first_name: random.pick(['Ana', 'Mei', null]), last_name: random.pick(['Tanaka', `v${version}`, null]) },
      ...{ primary_email_address_id: 'idn_1', updated_at: at },
      email_addresses:
        random.chance(0.9) || steady ? [{ id: 'idn_1', email_address: address, verification: { status } }] : [],
    }
    const type = version === 0 ? 'user.created' : 'user.updated'
    // Some begin with an update: their creation was before our webhook.
    tell('clerk', at, clerkEvent(type, data, at + random.below(3)))
  }
  if (!steady && random.chance(0.25)) {
    const at = (times.at(-1) ?? start) + 1 + random.below(day)
    tell('clerk', at, clerkEvent('user.deleted', { id, deleted: true, object: 'user' }, at))
  }
  return { id, payer: `cpayer_${index}`, steadyEmail: steady }
}

function tellClerkPayment({ random, tell }: Timeline, user: ClerkUser, index: number): void {
  const amount = random.below(100_000)
  const currency = random.pick(['USD', 'EUR', 'JPY'])
  const money = (part: number) => ({ amount: part, amount_formatted: '', currency, currency_symbol: '' })
  const isOrganisation = random.chance(0.1)
  for (const [version, at] of moments(random, 1 + random.below(3), 1).entries()) {
    const status = version === 0 ? 'pending' : random.pick(['paid', 'failed'])
    const data = {
      ...{
        id: `att_${index}_${version}`,
        payment_id: `cpay_${index}`,
        status,
        charge_type: 'recurring',
        updated_at: at,
      },
      ...{ billing_date: at, paid_at: status === 'paid' ? at : null, failed_at: status === 'failed' ? at : null },
      payer: isOrganisation
        ? { id: `cpayer_org_${index}`, organization_id: `org_${index}` }
        : { id: user.payer, user_id: user.id, email: `${user.id}@example.com`, first_name: 'Ana', last_name: 'Payer' },
      payment_source: { card_type: 'visa', last4: '4242' },
      totals: { grand_total: money(amount + version), subtotal: money(amount), tax_total: money(version) },
    }
    tell('clerk', at, clerkEvent(version === 0 ? 'paymentAttempt.created' : 'paymentAttempt.updated', data, at))
  }
}

const plans = ['free', 'pro', 'enterprise'].map(slug => ({
  id: `cplan_${slug}`,
  name: slug,
  slug,
  amount: 4_900,
  currency: 'USD',
}))

function tellClerkSubscription({ random, tell }: Timeline, user: ClerkUser, index: number): void {
  const id = `csub_${index}`
  const item = (number: number, at: number, status: string) => ({
    ...{ id: `csi_${index}_${number}`, subscription_id: id, status, interval: 'month', plan: random.pick(plans) },
    ...{ created_at: at, updated_at: at, period_start: at, period_end: at + 30 * day },
  })
  for (const [version, at] of moments(random, 1 + random.below(3), 1).entries()) {
    const status = random.pick(['active', 'past_due', 'canceled', 'ended'])
    const items = [item(0, at, status), ...(random.chance(0.3) ? [item(1, at, 'upcoming')] : [])]
    const data = { id, status, payer_id: user.payer, items, active_at: start, created_at: start, updated_at: at }
    const kind = version === 0 ? 'created' : random.pick(['updated', 'active', 'past_due'])
    tell('clerk', at, clerkEvent(`subscription.${kind}`, data, at))
  }
  for (const at of moments(random, 1 + random.below(3), 1)) {
    const status = random.pick(['active', 'canceled', 'ended', 'past_due', 'abandoned', 'incomplete'])
    tell('clerk', at, clerkEvent(`subscriptionItem.${status}`, item(random.below(2), at, status), at))
  }
}

function tellStripeCustomer({ random, tell }: Timeline, users: readonly ClerkUser[], index: number): void {
  const customer = `cus_${index}`
  const steady = users.flatMap(({ steadyEmail }) => steadyEmail ?? [])
  const byEmail = random.chance(0.3)
  const person = () => random.pick(knownPeople)[0]
  const seconds = (at: number) => Math.floor(at / 1_000)
  const say = (type: string, at: number, object: object) => {
    const created = seconds(at)
    tell('stripe', created * 1_000, { id: `evt_${newId()}`, object: 'event', type, created, data: { object } })
  }
  // The same hint every time for an address; several for the rest, of which the surest and last one counts.
  const email = byEmail ? random.pick(steady) : 'nobody@example.com'
  const metadata = () => (byEmail || random.chance(0.5) ? {} : { personId: person() })
  for (const at of moments(random, random.below(3), 1_000)) {
    say('checkout.session.completed', at, {
      ...{ id: `cs_${index}_${at}`, mode: random.pick(['payment', 'subscription']), payment_status: 'paid', customer },
      ...{ client_reference_id: byEmail || random.chance(0.3) ? null : person(), customer_details: { email } },
      ...{
        payment_intent: `pi_${index}_${at}`,
        amount_total: 900,
        amount_subtotal: 900,
        currency: 'usd',
        metadata: metadata(),
      },
    })
  }
  for (const [version, at] of moments(random, 1 + random.below(4), 1_000).entries()) {
    const status = version === 0 ? 'open' : random.pick(['open', 'paid', 'void'])
    const type =
      version === 0 ? 'invoice.created' : random.pick(['invoice.updated', 'invoice.payment_failed', 'invoice.paid'])
    const object = {
      id: `in_${index}`,
      status,
      customer,
      customer_email: email,
      currency: 'jpy',
      created: seconds(start),
    }
    say(type, at, { ...object, total: 1_000 + version, subtotal: 1_000, metadata: metadata() })
  }
  for (const [version, at] of moments(random, random.below(4), 1_000).entries()) {
    const isLast = version > 0 && random.chance(0.3)
    const status = isLast ? 'canceled' : random.pick(['active', 'past_due', 'trialing'])
    const data = Array.from({ length: 1 + random.below(3) }, () => random.below(4)).map(number => ({
      id: `si_${index}_${number}`,
      ...{
        current_period_start: seconds(at),
        current_period_end: seconds(at + 30 * day),
        quantity: 1 + random.below(3),
      },
      price: { id: 'price_1', nickname: random.pick(['Pro', 'Enterprise']), unit_amount: 700, currency: 'eur' },
    }))
    const items = { data: [...new Map(data.map(each => [each.id, each])).values()] }
    const object = { id: `sub_${index}`, status, customer, items, start_date: seconds(start), metadata: metadata() }
    const kind = isLast ? 'deleted' : version === 0 ? 'created' : 'updated'
    say(`customer.subscription.${kind}`, at, { ...object, ended_at: isLast ? seconds(at) : null })
  }
}

/** What two providers have to tell about users, payments and subscriptions, in the order in which it happened. */
export function makeHappenings(random: Random, count: number): Happening[] {
  const told: Happening[] = []
  const tell: Timeline['tell'] = (source, at, event) => {
    told.push({ source, at, event, id: `msg_${String(told.length).padStart(5, '0')}_${random.below(1_000_000)}` })
  }
  const users: ClerkUser[] = []
  for (let index = 0; told.length < count; index++) {
    const user = tellUser({ random, tell }, index)
    users.push(user)
    for (let each = 0; each < random.below(3); each++) tellClerkPayment({ random, tell }, user, told.length)
    if (random.chance(0.5)) tellClerkSubscription({ random, tell }, user, index)
    tellStripeCustomer({ random, tell }, users, index)
  }
  return told.slice(0, count).sort((a, b) => a.at - b.at)
}

/** Signs it as of now: a provider that tries again signs again. */
export const signed = ({ source, event, id }: Happening): SignedDelivery =>
  source === 'clerk' ? fromClerk(event, { id }) : fromStripe(event)
