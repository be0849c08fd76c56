import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, type Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { currentSubscription, getEntitlements, latestPayment, listPayments, listSubscriptions } from './index.ts'
import { run as linkPayers } from './link-payers-job.ts'
import { at, clerkItem, clerkPayment, clerkUser, createProviders, day } from './testing/providers.ts'

let world: TestWorld
let scope: Scope
let providers: ReturnType<typeof createProviders>
let mei: string
let ana: string
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  scope = await world.makeWorkspace()
  providers = createProviders(world, scope)
  mei = await world.makePerson(scope, 'member')
  ana = await world.makePerson(scope, 'member')
})

const seconds = at / 1_000
const checkout = (more: object = {}) => ({
  ...{ id: 'cs_1', mode: 'subscription', payment_status: 'paid', customer: 'cus_1', client_reference_id: mei },
  ...more,
})
const invoice = (more: object = {}) => ({
  ...{
    id: 'in_1',
    status: 'open',
    customer: 'cus_1',
    total: 1_100,
    subtotal: 1_000,
    currency: 'jpy',
    created: seconds,
  },
  ...{ total_taxes: [{ amount: 60 }, { amount: 40 }], customer_email: 'Somebody@Example.com' },
  ...more,
})
const item = (id: string, more: object = {}) => ({
  ...{ id, current_period_start: seconds, current_period_end: seconds + 2_592_000, quantity: 2 },
  price: {
    id: 'price_1',
    nickname: 'Pro',
    unit_amount: 700,
    currency: 'eur',
    recurring: { interval: 'month', interval_count: 1 },
  },
  ...more,
})
const subscription = (items: object[], more: object = {}) => ({
  ...{ id: 'sub_1', status: 'active', customer: 'cus_1', start_date: seconds, items: { data: items } },
  ...more,
})
const payments = () => listPayments(world.deps, scope, { limit: 50 })
const payer = async () => (await payments()).items.map(({ person }) => person?.id ?? null)

describe('what Stripe says', () => {
  it('of an invoice is a payment, in the smallest unit of its currency, which is never divided', async () => {
    await providers.stripe('invoice.finalized', invoice(), seconds)
    await providers.stripe(
      'invoice.paid',
      invoice({ status: 'paid', status_transitions: { paid_at: seconds + 9 } }),
      seconds + 9,
    )
    expect((await payments()).items).toMatchObject([
      {
        ...{
          provider: 'stripe',
          providerId: 'in_1',
          status: 'paid',
          amount: 1_100,
          subtotal: 1_000,
          tax: 100,
          currency: 'JPY',
        },
        ...{ invoiceId: 'in_1', paidAt: new Date(at + 9_000).toISOString(), card: null },
      },
    ])
  })

  it('of a checkout is a payment when no invoice says the same', async () => {
    const paid = { mode: 'payment', payment_intent: 'pi_1', amount_total: 900, amount_subtotal: 900, currency: 'usd' }
    await providers.stripe('checkout.session.completed', checkout(paid))
    await providers.stripe('checkout.session.completed', checkout({ id: 'cs_2', mode: 'subscription' }))
    await providers.stripe('checkout.session.completed', checkout({ ...paid, id: 'cs_3', invoice: 'in_9' }))
    expect((await payments()).items).toMatchObject([
      { providerId: 'pi_1', status: 'paid', amount: 900, person: { id: mei } },
    ])
  })

  it('in one second: a final status stays, a failure outlasts waiting', async () => {
    await providers.stripe('invoice.payment_failed', invoice(), seconds)
    await providers.stripe('invoice.updated', invoice(), seconds)
    expect((await payments()).items).toMatchObject([{ status: 'failed' }])
    await providers.stripe('invoice.paid', invoice({ status: 'paid' }), seconds)
    await providers.stripe('invoice.payment_failed', invoice(), seconds)
    expect((await payments()).items).toMatchObject([{ status: 'paid' }])
  })

  it('of a subscription: its items are those of its latest word', async () => {
    await providers.stripe('checkout.session.completed', checkout())
    await providers.stripe('customer.subscription.updated', subscription([item('si_1'), item('si_3')]), seconds + 5)
    await providers.stripe('customer.subscription.created', subscription([item('si_1'), item('si_2')]), seconds)
    const list = await listSubscriptions(world.deps, scope, { limit: 50 })
    expect(list.items).toMatchObject([
      { status: 'active', person: { id: mei }, items: [{ amount: 1_400, currency: 'EUR', tier: 'pro' }, {}] },
    ])
    expect(list.items[0]?.items.map(({ providerId }) => providerId)).toEqual(['si_1', 'si_3'])
    world.setNow(new Date(at + day))
    expect(await currentSubscription(world.deps, scope, { personId: mei })).toMatchObject({ providerId: 'sub_1' })
    expect(await getEntitlements(world.deps, scope, { personId: mei })).toMatchObject({ tier: 'pro' })
    await providers.stripe(
      'customer.subscription.deleted',
      subscription([item('si_1'), item('si_3')], { ended_at: seconds + 9 }),
      seconds + 9,
    )
    expect(await currentSubscription(world.deps, scope, { personId: mei })).toBeNull()
    expect(await getEntitlements(world.deps, scope, { personId: mei })).toMatchObject({
      tier: 'free',
      validUntil: null,
    })
  })
})

describe('what went back', () => {
  const charge = (amount_refunded: number, more: object = {}) => ({
    ...{ id: 'ch_1', amount: 1_100, amount_refunded, currency: 'jpy', customer: 'cus_1', payment_intent: 'pi_1' },
    ...more,
  })
  const paid = () => providers.stripe('invoice.paid', invoice({ status: 'paid' }), seconds + 5)
  const joined = () =>
    providers.stripe('invoice_payment.paid', {
      ...{ id: 'inpay_1', invoice: 'in_1', amount_paid: 1_100, currency: 'jpy' },
      payment: { type: 'payment_intent', payment_intent: 'pi_1' },
    })
  const some = () => providers.stripe('charge.refunded', charge(300), seconds + 60)
  const all = () => providers.stripe('charge.refunded', charge(1_100), seconds + 90)

  it.each([
    ['as it happened', [paid, joined, some, all]],
    ['the other way round', [all, some, joined, paid]],
    ['the invoice last', [some, joined, all, paid]],
    ['the intent last', [all, paid, some, joined]],
  ])('is the same one payment in any order: %s', async (_, steps) => {
    for (const step of steps) expect(await step()).toBeNull()
    expect((await payments()).items).toMatchObject([
      {
        ...{ providerId: 'in_1', status: 'refunded', amount: 1_100, refunded: 1_100, tax: 100 },
        ...{ at: new Date(at + 90_000).toISOString(), refundedAt: new Date(at + 90_000).toISOString() },
      },
    ])
  })

  it('in part is told apart, found by its status, and first of what changed', async () => {
    await paid()
    await providers.stripe('invoice.paid', invoice({ id: 'in_2', status: 'paid' }), seconds + 30)
    await providers.stripe('charge.refunded', charge(300, { invoice: 'in_1' }), seconds + 60)
    expect((await payments()).items.map(({ providerId }) => providerId)).toEqual(['in_1', 'in_2'])
    const found = await listPayments(world.deps, scope, { status: 'partially_refunded', limit: 50 })
    expect(found.items).toMatchObject([{ providerId: 'in_1', refunded: 300 }])
    expect((await listPayments(world.deps, scope, { status: 'paid', limit: 50 })).items).toHaveLength(1)
  })

  it('of a checkout is found by its intent', async () => {
    await some()
    await providers.stripe(
      'checkout.session.completed',
      checkout({ mode: 'payment', payment_intent: 'pi_1', amount_total: 1_100, currency: 'jpy' }),
    )
    expect((await payments()).items).toMatchObject([
      { providerId: 'pi_1', status: 'partially_refunded', refunded: 300, person: { id: mei } },
    ])
  })
})

describe('what is next for a subscription', () => {
  const list = async () => (await listSubscriptions(world.deps, scope, { limit: 50 })).items
  const end = new Date((seconds + 2_592_000) * 1_000).toISOString()

  it('is its end when it was cancelled, and nothing of the kind when that is taken back', async () => {
    await providers.stripe('customer.subscription.updated', subscription([item('si_1')]), seconds)
    expect(await list()).toMatchObject([{ status: 'active', endsAt: null, payer: { id: 'cus_1', email: null } }])
    const cancelled = subscription([item('si_1')], { cancel_at_period_end: true, canceled_at: seconds + 5 })
    await providers.stripe('customer.subscription.updated', cancelled, seconds + 5)
    expect(await list()).toMatchObject([{ status: 'active', endsAt: end }])
    await providers.stripe('customer.subscription.updated', subscription([item('si_1')]), seconds + 9)
    expect(await list()).toMatchObject([{ endsAt: null }])
    await providers.stripe('customer.subscription.deleted', { ...cancelled, status: 'canceled' }, seconds + 12)
    expect(await list()).toMatchObject([{ status: 'canceled', endsAt: null }])
  })

  it('of Clerk is the end of its last item, if none is renewed', async () => {
    const items = [
      clerkItem('ci_1', 'csub_1', 'canceled', { canceled_at: at }),
      clerkItem('ci_2', 'csub_1', 'upcoming', { period_start: at + 30 * day, period_end: null }),
    ]
    await providers.clerk('subscription.updated', { id: 'csub_1', status: 'active', updated_at: at, items })
    expect(await list()).toMatchObject([{ status: 'active', endsAt: new Date(at + 30 * day).toISOString() }])
    await providers.clerk('subscriptionItem.active', clerkItem('ci_1', 'csub_1', 'active', { updated_at: at + 1 }))
    expect(await list()).toMatchObject([{ endsAt: null }])
  })
})

it('a record is found by whom it is of and by what the provider calls it', async () => {
  await providers.stripe('checkout.session.completed', checkout())
  await providers.stripe('invoice.paid', invoice({ status: 'paid' }))
  await providers.stripe('invoice.paid', invoice({ id: 'in_2', customer: 'cus_2', customer_email: 'Two@Example.com' }))
  await providers.stripe('customer.subscription.created', subscription([item('si_1')]))
  const found = async (search: string) =>
    (await listPayments(world.deps, scope, { search, limit: 50 })).items.map(({ providerId }) => providerId).sort()
  expect(await found('Tanaka')).toEqual(['in_1'])
  expect(await found('in_2')).toEqual(['in_2'])
  expect(await found('cus_1')).toEqual(['in_1'])
  expect(await found('two@example.com')).toEqual(['in_2'])
  expect(await found('_')).toEqual([])
  const [stranger] = (await listPayments(world.deps, scope, { search: 'in_2', limit: 50 })).items
  expect(stranger).toMatchObject({ person: null, payer: { id: 'cus_2', email: 'two@example.com' } })
  const subscriptions = await listSubscriptions(world.deps, scope, { search: 'tanaka', limit: 50 })
  expect(subscriptions.items).toMatchObject([{ providerId: 'sub_1', payer: null }])
  expect((await listSubscriptions(world.deps, scope, { search: 'sub_2', limit: 50 })).items).toEqual([])
})

describe('whose a customer is', () => {
  const byReference = () => providers.stripe('checkout.session.completed', checkout(), seconds)
  const byMetadata = () => providers.stripe('invoice.paid', invoice({ metadata: { personId: ana } }), seconds + 60)
  it.each([
    ['reference, then metadata', [byReference, byMetadata]],
    ['metadata, then reference', [byMetadata, byReference]],
  ])("the checkout's reference counts most: %s", async (_, steps) => {
    for (const step of steps) await step()
    expect(await payer()).toEqual([mei])
  })

  it('metadata of the subscription count too', async () => {
    await providers.stripe(
      'invoice.paid',
      invoice({ parent: { subscription_details: { metadata: { personId: ana } } } }),
    )
    expect(await payer()).toEqual([ana])
  })

  it.each([newId(), 'nonsense', "'; drop table people; --"])(
    'a reference to nobody here (%s) links nothing',
    async reference => {
      await providers.stripe('checkout.session.completed', checkout({ client_reference_id: reference }))
      await providers.stripe('invoice.paid', invoice())
      expect(await payer()).toEqual([null])
    },
  )

  it('somebody of another workspace is nobody here', async () => {
    const stranger = await world.makePerson(await world.makeWorkspace(), 'member')
    await providers.stripe('checkout.session.completed', checkout({ client_reference_id: stranger }))
    await providers.stripe('invoice.paid', invoice())
    expect(await payer()).toEqual([null])
  })

  it('an address links whoever has proven it, also when they do so later', async () => {
    const email = `${newId()}@example.com`
    const kim = await world.makePerson(scope, 'member', email)
    await providers.stripe('invoice.paid', invoice({ customer_email: email.toUpperCase() }))
    expect(await payer()).toEqual([null])
    await world.database.run('update people set email_verified_at = now() where id = $1', [kim])
    await linkPayers(world.deps)
    expect(await payer()).toEqual([kim])
  })

  it('a user of Clerk with that address is them, when they come', async () => {
    const email = `${newId()}@example.com`
    await providers.stripe('invoice.paid', invoice({ customer_email: email }))
    await providers.clerk('user.created', clerkUser(`user_${newId()}`, email))
    const [person] = (await payments()).items.map(each => each.person)
    expect(person).toMatchObject({ email })
  })
})

describe('who may see what was paid', () => {
  const as = (personId: string, role: 'member' | 'viewer'): Scope =>
    // As `identity/access.ts` makes it, of somebody whose membership the test has made.
    ({ ...scope, actor: { kind: 'person', id: personId, name: 'Test', role } }) as Scope

  it('customers their own, staff everybody of the workspace', async () => {
    await providers.stripe('checkout.session.completed', checkout())
    await providers.stripe('invoice.paid', invoice({ status: 'paid' }))
    await providers.clerk('paymentAttempt.created', clerkPayment('cpay_1', 'user_unknown'))
    const { deps } = world
    const all = { limit: 50 }
    expect((await listPayments(deps, as(mei, 'member'), all)).items).toMatchObject([{ providerId: 'in_1' }])
    expect((await listPayments(deps, as(ana, 'member'), all)).items).toEqual([])
    expect(await latestPayment(deps, as(mei, 'member'), {})).toMatchObject({ providerId: 'in_1' })
    expect(await latestPayment(deps, as(ana, 'viewer'), { personId: mei })).toMatchObject({ providerId: 'in_1' })
    expect((await listPayments(deps, as(ana, 'viewer'), all)).items).toHaveLength(2)
    for (const ask of [listPayments, listSubscriptions]) {
      await expect(ask(deps, as(ana, 'member'), { ...all, personId: mei })).rejects.toMatchObject({ kind: 'not_found' })
    }
    for (const ask of [latestPayment, currentSubscription, getEntitlements]) {
      await expect(ask(deps, as(ana, 'member'), { personId: mei })).rejects.toMatchObject({ kind: 'not_found' })
      await expect(ask(deps, as(ana, 'viewer'), { personId: newId() })).rejects.toMatchObject({ kind: 'not_found' })
    }
    const elsewhere = await world.makeWorkspace()
    expect((await listPayments(deps, elsewhere, all)).items).toEqual([])
  })

  it('pages keep their order', async () => {
    for (let index = 0; index < 5; index++) {
      await providers.stripe('invoice.paid', invoice({ id: `in_${index}` }), seconds + (index >> 1))
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listPayments(world.deps, scope, { limit: 2, cursor })
      seen.push(...page.items.map(({ providerId }) => providerId))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.sort()).toEqual(['in_0', 'in_1', 'in_2', 'in_3', 'in_4'])
  })
})
