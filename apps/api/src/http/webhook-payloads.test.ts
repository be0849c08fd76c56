import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { deliver, fromClerk, webhookSecrets } from '../testing/webhooks.ts'

let world: TestWorld
let server: TestServer
beforeAll(async () => {
  world = await createTestWorld({ webhookSecrets })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
})

/** Delivers an event, applies it, and says what became of the delivery. */
async function apply(event: object): Promise<{ status: string; error: string | null }> {
  const delivery = fromClerk(event)
  expect(await deliver(server.url, delivery)).toMatchObject({ status: 202 })
  await world.runJobs()
  const [row] = await world.database.run<{ status: string; error: string | null }>(
    'select status, last_error as error from webhooks where delivery_id = $1',
    [delivery.headers['svix-id']],
  )
  return row ?? { status: 'lost', error: null }
}

/** As JSON: the two drivers take large numbers differently. */
async function rows(table: string, providerId: string): Promise<object[]> {
  const found = await world.database.run<{ row: object }>(
    `select to_jsonb(t) as row from ${table} t where provider_id = $1`,
    [providerId],
  )
  return found.map(({ row }) => row)
}

// Providers' example data, kept beside the repository and not in it.
const file = fileURLToPath(new URL('../../../../../shared/data/clerk-webhooks.jsonl', import.meta.url))

describe.skipIf(!existsSync(file))('the payloads of Clerk (needs shared/data/clerk-webhooks.jsonl)', () => {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  const payloads = lines.map(line => JSON.parse(line)).map(({ type, shape }) => ({ ...shape, type }))

  it.each(payloads)('$type goes through', async payload => {
    expect(await apply(payload)).toEqual({ status: 'done', error: null })
  })

  it('leave what they say', async () => {
    expect(payloads).toHaveLength(18)
    const [payment] = await rows('payments', 'some string')
    expect(payment).toMatchObject({
      ...{
        status: 'some string',
        amount: 42,
        subtotal: 42,
        tax: 42,
        currency: null,
        payer_subject: 'some string',
      },
      ...{ card_last4: 'some string', failure_code: 'some string', invoice_id: null },
    })
    expect(await rows('subscriptions', 'some string')).toMatchObject([{ payer_subject: 'some string' }])
    expect(await rows('subscription_items', 'some string')).toMatchObject([{ plan_slug: 'some string', amount: 42 }])
    const people = await world.database.run(
      `select i.subject, p.name, p.email, p.deactivated_at is not null as gone from people p
       join identities i on i.person_id = p.id where i.subject like 'user\\_%' order by 1`,
    )
    expect(people).toEqual([
      { subject: 'user_29w83sxmDNGwOuEthce5gg56FcC', name: 'Example', email: 'example@example.org', gone: false },
      { subject: 'user_29wBMCtzATuFJut8jO2VNTVekS4', name: null, email: null, gone: true },
    ])
  })
})

const at = 1_760_000_000_000
const money = (amount: number, currency = 'USD') => ({ amount, amount_formatted: '1', currency, currency_symbol: '$' })
const plan = { id: 'cplan_1', name: 'Pro', slug: 'pro', amount: 4_900, currency: 'USD', is_default: false }
const item = (id: string, status: string) => ({
  ...{ id, status, plan, plan_id: plan.id, subscription_id: `sub_of_${id}`, interval: 'month' },
  ...{ created_at: at, updated_at: at, period_start: at, period_end: at + 30 * 86_400_000 },
})
const attempt = (id: string, more: object = {}) => ({
  ...{ id: `att_${id}`, payment_id: id, status: 'paid', charge_type: 'recurring', billing_date: at, paid_at: at },
  ...{ created_at: at, updated_at: at, statement_id: 'stmt_1', subscription_items: [item('csi_of_payment', 'active')] },
  payer: {
    id: `cpayer_${id}`,
    user_id: `user_${id}`,
    email: 'mei@example.com',
    first_name: 'Mei',
    last_name: 'Tanaka',
  },
  payment_source: { card_type: 'visa', last4: '4242' },
  totals: { grand_total: money(5_390), subtotal: money(4_900), tax_total: money(490) },
  ...more,
})
const event = (type: string, data: object) => ({ type, data, object: 'event', timestamp: at })

describe('every kind of billing event', () => {
  it.each(['paymentAttempt.created', 'paymentAttempt.updated'])('%s is a payment', async type => {
    expect(await apply(event(type, attempt(type, { invoice_id: 'inv_1' })))).toEqual({ status: 'done', error: null })
    expect(await rows('payments', type)).toMatchObject([
      {
        ...{ status: 'paid', amount: 5390, subtotal: 4900, tax: 490, currency: 'USD', invoice_id: 'inv_1' },
        ...{ charge_type: 'recurring', card_type: 'visa', card_last4: '4242', payer_subject: `user_${type}` },
      },
    ])
  })

  it.each(['active', 'created', 'past_due', 'updated'])(
    'subscription.%s is a subscription with its items',
    async kind => {
      const items = [item(`csi_${kind}`, 'active')]
      const data = { id: `csub_${kind}`, status: 'active', payer_id: 'cpayer_1', items, active_at: at, updated_at: at }
      expect(await apply(event(`subscription.${kind}`, data))).toEqual({ status: 'done', error: null })
      expect(await rows('subscriptions', `csub_${kind}`)).toMatchObject([
        { status: 'active', payer_subject: 'cpayer_1' },
      ])
      expect(await rows('subscription_items', `csi_${kind}`)).toMatchObject([{ amount: 4900, interval: 'month' }])
    },
  )

  it.each(['abandoned', 'active', 'canceled', 'created', 'ended', 'incomplete', 'past_due', 'upcoming', 'updated'])(
    'subscriptionItem.%s is an item',
    async kind => {
      const data = item(`csi_alone_${kind}`, kind)
      expect(await apply(event(`subscriptionItem.${kind}`, data))).toEqual({ status: 'done', error: null })
      expect(await rows('subscription_items', data.id)).toMatchObject([
        { status: kind, plan_slug: 'pro', subscription_provider_id: data.subscription_id, currency: 'USD' },
      ])
    },
  )

  it('of an organisation has no user and perhaps no invoice, and is kept all the same', async () => {
    const payer = { id: 'cpayer_org', organization_id: 'org_1', organization_name: 'Org' }
    const data = attempt('org', {
      payer,
      payment_source: null,
      failed_reason: null,
      totals: { grand_total: money(1_200, 'jpy') },
    })
    expect(await apply(event('paymentAttempt.created', data))).toEqual({ status: 'done', error: null })
    expect(await rows('payments', 'org')).toMatchObject([
      {
        payer_subject: 'cpayer_org',
        person_id: null,
        invoice_id: null,
        amount: 1200,
        currency: 'JPY',
        card_last4: null,
      },
    ])
  })

  it('that lost its shape in places is kept with what is left; one without an id fails and says so', async () => {
    const data = attempt('odd', { totals: 'much', payer: 7, billing_date: 'soon', payment_source: [] })
    expect(await apply(event('paymentAttempt.updated', data))).toEqual({ status: 'done', error: null })
    expect(await rows('payments', 'odd')).toMatchObject([{ status: 'paid', amount: null, payer_subject: null }])
    const nameless = attempt('x', { payment_id: null, id: null })
    expect(await apply(event('paymentAttempt.updated', nameless))).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('no id'),
    })
  })
})
