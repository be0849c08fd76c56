import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../testing/index.ts'
import { at, clerkItem, clerkPayment, clerkUser, createProviders, day } from './testing/providers.ts'

interface Row {
  [column: string]: unknown
}

let world: TestWorld
let scope: Scope
let clerk: ReturnType<typeof createProviders>['clerk']
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.database.run('delete from people')
  scope = await world.makeWorkspace()
  clerk = createProviders(world, scope).clerk
})

const rows = (text: string, params: unknown[] = []) => world.database.run<Row>(text, params)
const personOf = async (subject: string): Promise<Row | undefined> => {
  const found = await rows(
    `select p.id, p.name, p.email, p.deactivated_at is not null as gone, p.email_verified_at is not null as verified,
       (select role from members m where m.person_id = p.id and m.workspace_id = i.workspace_id) as role
     from identities i join people p on p.id = i.person_id where i.workspace_id = $1 and i.subject = $2`,
    [scope.workspaceId, subject],
  )
  return found[0]
}
const recordsOf = (table: string) =>
  rows(
    `select provider_id, person_id, payer_subject, raw = '{}'::jsonb as bare from ${table} where workspace_id = $1 order by 1`,
    [scope.workspaceId],
  )
const entitlementOf = async (subject: string) => {
  const found = await rows(
    `select e.tier, (extract(epoch from e.valid_until) * 1000)::float8 as until from entitlements e
     join identities i on i.person_id = e.person_id and i.workspace_id = e.workspace_id
     where i.workspace_id = $1 and i.subject = $2`,
    [scope.workspaceId, subject],
  )
  return found[0]
}

describe('a user of Clerk', () => {
  it.each([
    [{ first_name: 'Ana', last_name: 'Lima' }, 'Ana Lima'],
    [{ first_name: 'Ana', last_name: null }, 'Ana'],
    [{ first_name: null, last_name: 'Lima' }, 'Lima'],
    [{ first_name: '', last_name: ' ' }, null],
    [{ first_name: null, last_name: null, username: 'ana_l' }, 'ana_l'],
    [{ first_name: null, last_name: null, username: null }, null],
  ])('%o is called %s', async (names, name) => {
    expect(await clerk('user.created', clerkUser('user_1', 'ana@example.com', names))).toBeNull()
    const expected = { name, email: 'ana@example.com', role: 'member', verified: true, gone: false }
    expect(await personOf('user_1')).toMatchObject(expected)
  })

  it('is as the latest delivery says, whichever comes last', async () => {
    await clerk('user.updated', clerkUser('user_1', 'new@example.com', { first_name: 'New', updated_at: at + 5 }))
    await clerk('user.created', clerkUser('user_1', 'old@example.com', { first_name: 'Old' }))
    expect(await personOf('user_1')).toMatchObject({ name: 'New Lima', email: 'new@example.com' })
  })

  it('is the account that has proven the same address here', async () => {
    const account = await world.makePerson(scope, 'agent', 'mei@example.com')
    await rows("update people set email_verified_at = now(), password_hash = 'x' where id = $1", [account])
    await clerk('user.created', clerkUser('user_1', 'Mei@Example.com', { first_name: null, last_name: null }))
    expect(await personOf('user_1')).toMatchObject({
      id: account,
      email: 'mei@example.com',
      name: 'Mei Tanaka',
      role: 'agent',
    })
    const audited = await rows("select entity_id from audit_log where workspace_id = $1 and action = 'people.link'", [
      scope.workspaceId,
    ])
    expect(audited).toEqual([{ entity_id: account }])
  })

  it.each([
    ['the account has not', false, 'verified'],
    ['Clerk has not', true, 'unverified'],
  ])('is somebody else when %s proven the address, which its account keeps', async (_, isVerified, status) => {
    const account = await world.makePerson(scope, 'owner', 'mei@example.com')
    const verifiedAt = isVerified ? new Date().toISOString() : null
    await rows("update people set password_hash = 'x', email_verified_at = $2 where id = $1", [account, verifiedAt])
    const email_addresses = [{ id: 'idn', email_address: 'mei@example.com', verification: { status } }]
    await clerk('user.created', clerkUser('user_1', null, { email_addresses }))
    const person = await personOf('user_1')
    expect(person).toMatchObject({ name: 'Ana Lima', email: null })
    expect(person?.id).not.toBe(account)
    expect(await rows('select email from people where id = $1', [account])).toEqual([{ email: 'mei@example.com' }])
  })

  it('gives an address on to the next user who has it, in either order', async () => {
    const first = () => clerk('user.created', clerkUser('user_1', 'shared@example.com'))
    const leaves = () => clerk('user.updated', clerkUser('user_1', 'own@example.com', { updated_at: at + 1 }))
    const takes = () => clerk('user.created', clerkUser('user_2', 'shared@example.com', { updated_at: at + 2 }))
    for (const steps of [
      [first, leaves, takes],
      [takes, leaves, first],
      [first, takes, leaves],
      [leaves, takes],
    ]) {
      await world.database.run('delete from people')
      for (const step of steps) await step()
      expect(await personOf('user_1')).toMatchObject({ email: 'own@example.com' })
      expect(await personOf('user_2')).toMatchObject({ email: 'shared@example.com' })
    }
  })

  it('who was taken out of the workspace stays out when Clerk changes them', async () => {
    await clerk('user.created', clerkUser('user_1', 'ana@example.com'))
    await rows('delete from members where workspace_id = $1', [scope.workspaceId])
    await clerk('user.updated', clerkUser('user_1', 'ana@example.com', { first_name: 'Anna', updated_at: at + 1 }))
    expect(await personOf('user_1')).toMatchObject({ name: 'Anna Lima', role: null })
  })
})

describe('money of a user', () => {
  const everything = {
    user: () => clerk('user.created', clerkUser('user_1', 'ana@example.com')),
    payment: () => clerk('paymentAttempt.created', clerkPayment('cpay_1', 'user_1')),
    subscription: () =>
      clerk('subscription.created', { id: 'csub_1', status: 'active', payer_id: 'cpayer_user_1', updated_at: at }),
    item: () => clerk('subscriptionItem.active', clerkItem('csi_1', 'csub_1', 'active')),
  }
  type Step = keyof typeof everything
  const orders: Step[][] = [
    ['user', 'payment', 'subscription', 'item'],
    ['item', 'subscription', 'payment', 'user'],
    ['payment', 'user', 'item', 'subscription'],
    ['subscription', 'user', 'item', 'payment'],
  ]

  it.each(orders)('is theirs when %s, %s, %s and %s come in this order', async (...order) => {
    for (const step of order) expect(await everything[step]()).toBeNull()
    const person = await personOf('user_1')
    for (const table of ['payments', 'subscriptions', 'subscription_items']) {
      expect(await recordsOf(table)).toMatchObject([{ person_id: person?.id, bare: false }])
    }
    expect(await entitlementOf('user_1')).toEqual({ tier: 'pro', until: at + 30 * day })
  })

  it('entitles by what its items become, in the transaction that changes them', async () => {
    for (const step of orders[0] ?? []) await everything[step]()
    const change = (status: string, version: number) =>
      clerk(`subscriptionItem.${status}`, clerkItem('csi_1', 'csub_1', status, { updated_at: at + version }))
    await change('past_due', 1)
    expect(await entitlementOf('user_1')).toEqual({ tier: 'pro', until: at + 33 * day })
    await change('ended', 3)
    await change('active', 2)
    expect(await entitlementOf('user_1')).toBeUndefined()
  })

  it('of the same moment: what is final stays', async () => {
    const states = ['paid', 'pending', 'failed', 'pending'].map(status => clerkPayment('cpay_1', 'user_1', { status }))
    for (const state of states) await clerk('paymentAttempt.updated', state)
    expect(await rows('select status from payments where workspace_id = $1', [scope.workspaceId])).toEqual([
      { status: 'paid' },
    ])
  })
})

describe('a user who is deleted', () => {
  const deleted = () => clerk('user.deleted', { id: 'user_1', deleted: true }, at + 10)
  const created = () => clerk('user.created', clerkUser('user_1', 'ana@example.com'))
  const payment = () => clerk('paymentAttempt.created', clerkPayment('cpay_1', 'user_1'))
  const late = () => clerk('user.updated', clerkUser('user_1', 'ana@example.com', { updated_at: at + 20 }))

  it.each([
    ['afterwards', [created, payment, deleted, late]],
    ['before anything else is heard of them', [deleted, created, payment, late]],
    ['between', [payment, deleted, late, created]],
  ])('%s leaves money without a name, and nobody comes back', async (_, steps) => {
    for (const step of steps) expect(await step()).toBeNull()
    const person = await personOf('user_1')
    expect(person).toMatchObject({ gone: true, name: null, email: null, role: null })
    expect(await recordsOf('payments')).toMatchObject([{ person_id: person?.id, bare: true }])
    const cards = await rows(
      'select amount::int as amount, card_type, card_last4 from payments where workspace_id = $1',
      [scope.workspaceId],
    )
    expect(cards).toEqual([{ amount: 4_900, card_type: null, card_last4: null }])
    expect(await rows('select id from people where email is not null or name is not null')).toEqual([])
  })

  it('has no session any more, nor anything that opens one', async () => {
    await created()
    const person = (await personOf('user_1'))?.id
    await rows(
      "insert into sessions (id, person_id, expires_at, family_id) values ('s', $1, now() + interval '1 day', $1)",
      [person],
    )
    await rows(
      "insert into refresh_tokens (hash, person_id, expires_at, family_id) values ('r', $1, now() + interval '1 day', $1)",
      [person],
    )
    await deleted()
    expect(await rows('select id from sessions where person_id = $1', [person])).toEqual([])
    expect(await rows('select hash from refresh_tokens where person_id = $1', [person])).toEqual([])
    const audited = await rows(
      "select entity_id from audit_log where workspace_id = $1 and action = 'people.deactivate'",
      [scope.workspaceId],
    )
    expect(audited).toEqual([{ entity_id: person }])
  })

  it('is not deactivated here as the last owner, but Clerk knows them no more', async () => {
    await created()
    const person = (await personOf('user_1'))?.id
    await rows("update members set role = 'owner' where person_id = $1", [person])
    await deleted()
    expect(await rows('select name, deactivated_at from people where id = $1', [person])).toEqual([
      { name: 'Ana Lima', deactivated_at: null },
    ])
    expect((await personOf('user_1'))?.id).not.toBe(person)
    expect(await personOf('user_1')).toMatchObject({ gone: true })
  })
})
