import { jobs } from '@quarterdeck/core/jobs'
import { makeLimits } from '@quarterdeck/core/kernel'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import {
  clerkSecret,
  deliver,
  fromClerk,
  fromStripe,
  nextClerkSecret,
  nextStripeSecret,
  type SignedDelivery,
  stripeSecret,
} from '../testing/webhooks.ts'

const minute = 60_000
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds)
const user = (id: string, more: object = {}) => ({
  type: 'user.updated',
  timestamp: 1_700_000_000_000,
  data: { id, first_name: 'Ana', last_name: null, updated_at: 1_700_000_000_000, ...more },
})
const invoice = (id: string) => ({
  id: `evt_${id}`,
  type: 'invoice.paid',
  created: 1_700_000_000,
  data: { object: { id: `in_${id}`, status: 'paid', customer: 'cus_1', total: 500, currency: 'jpy' } },
})

interface OwnWorld extends AsyncDisposable {
  world: TestWorld
  server: TestServer
}

/** A server for one test, whose clock it turns. */
async function createOwnWorld(settings: Parameters<typeof createTestWorld>[0]): Promise<OwnWorld> {
  const own = await createTestWorld(settings)
  const running = await startTestServer(own)
  return {
    world: own,
    server: running,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      await own.close()
    },
  }
}

let world: TestWorld
let server: TestServer
beforeAll(async () => {
  const webhookSecrets = { clerk: [clerkSecret, nextClerkSecret], stripe: [stripeSecret, nextStripeSecret] }
  world = await createTestWorld({ webhookSecrets })
  server = await startTestServer(world)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world.close()
})
afterEach(async () => {
  await world.database.run('delete from webhooks')
  await world.database.run('delete from webhook_refusals')
})

const send = (delivery: SignedDelivery) => deliver(server.url, delivery)
const stored = () =>
  world.database.run<{ delivery_id: string; status: string; attempts: number; headers: Record<string, string> }>(
    'select delivery_id, status, attempts, headers from webhooks order by received_at, id',
  )
const refusals = () =>
  world.database.run('select source, reason, count::int as count from webhook_refusals order by 1, 2')

describe('a delivery', () => {
  const both = [fromClerk(user('user_1')), fromStripe(invoice('1'))] as const

  it.each(both)('of $source is kept once, and answered 202, then 200', async delivery => {
    expect(await send(delivery)).toEqual({ status: 202, body: { status: 'received' } })
    expect(await send(delivery)).toEqual({ status: 200, body: { status: 'duplicate' } })
    expect(await stored()).toMatchObject([{ status: 'received', attempts: 0 }])
    await world.runJobs()
    expect(await stored()).toMatchObject([{ status: 'done', attempts: 1 }])
    expect(await send(delivery)).toEqual({ status: 200, body: { status: 'duplicate' } })
    expect(await refusals()).toEqual([])
  })

  it('that comes ten times at once is kept once', async () => {
    const delivery = fromClerk(user('user_at_once'))
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(delivery)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 9 }, () => 200), 202])
    expect(await stored()).toHaveLength(1)
  })

  it('keeps its bytes as they came, and of its headers nothing that proves or opens anything', async () => {
    const delivery = fromClerk(user('user_ü', { first_name: 'Zoë  \u0000' }))
    await send({ ...delivery, headers: { ...delivery.headers, cookie: 'qd_session=x', authorization: 'Bearer x' } })
    const [row] = await world.database.run<{ text: string }>("select convert_from(body, 'UTF8') as text from webhooks")
    expect(row?.text).toBe(delivery.body)
    const [first] = await stored()
    expect(first?.headers).toMatchObject({ 'svix-id': delivery.headers['svix-id'], 'content-type': 'application/json' })
    expect(Object.keys(first?.headers ?? {}).filter(name => /signature|cookie|authorization/.test(name))).toEqual([])
    await world.runJobs()
    expect(await stored()).toMatchObject([{ status: 'done' }])
  })

  it('of a kind that is nothing to us is kept and ignored', async () => {
    await send(fromClerk({ type: 'session.created', data: { id: 'sess_1' } }))
    await send(fromStripe({ id: 'evt_x', type: 'charge.succeeded', created: 1, data: { object: { id: 'ch_1' } } }))
    await world.runJobs()
    expect((await stored()).map(({ status }) => status)).toEqual(['ignored', 'ignored'])
  })

  it.each([
    ['the first', clerkSecret, stripeSecret],
    ['the second', nextClerkSecret, nextStripeSecret],
  ])('may be signed with %s of two secrets', async (_, clerk, stripe) => {
    expect((await send(fromClerk(user('user_r'), { secret: clerk }))).status).toBe(202)
    expect((await send(fromStripe(invoice('r'), { secret: stripe }))).status).toBe(202)
  })

  it('of Clerk may carry the signatures of two secrets, of which we have one', async () => {
    const delivery = fromClerk(user('user_two'))
    const other = `v1,${Buffer.alloc(32, 7).toString('base64')}`
    const headers = { ...delivery.headers, 'svix-signature': `${other} ${delivery.headers['svix-signature']}` }
    expect((await send({ ...delivery, headers })).status).toBe(202)
  })

  it('may be up to five minutes old or ahead', async () => {
    for (const at of [ago(4.5 * minute), ago(-4.5 * minute)]) {
      expect((await send(fromClerk(user('user_t'), { at }))).status).toBe(202)
      expect((await send(fromStripe(invoice(`t${at.getTime()}`), { at }))).status).toBe(202)
    }
  })
})

const without = (delivery: SignedDelivery, name: string): SignedDelivery => {
  const { [name]: _, ...headers } = delivery.headers
  return { ...delivery, headers }
}
const tampered = (delivery: SignedDelivery) => ({ ...delivery, body: delivery.body.replace('1', '2') })
const strange = { clerk: `whsec_${Buffer.alloc(24, 1).toString('base64')}`, stripe: 'whsec_somebody_else' }

const refused: [string, number, string, SignedDelivery][] = [
  ['Clerk, tampered body', 400, 'bad_signature', tampered(fromClerk(user('user_1')))],
  ['Stripe, tampered body', 400, 'bad_signature', tampered(fromStripe(invoice('1')))],
  ['Clerk, old', 400, 'old_timestamp', fromClerk(user('user_1'), { at: ago(10 * minute) })],
  ['Stripe, old', 400, 'old_timestamp', fromStripe(invoice('1'), { at: ago(10 * minute) })],
  ['Clerk, ahead', 400, 'future_timestamp', fromClerk(user('user_1'), { at: ago(-10 * minute) })],
  ['Stripe, ahead', 400, 'future_timestamp', fromStripe(invoice('1'), { at: ago(-10 * minute) })],
  ...['svix-id', 'svix-timestamp', 'svix-signature'].map((name): [string, number, string, SignedDelivery] => [
    `Clerk, no ${name}`,
    400,
    'missing_header',
    without(fromClerk(user('user_1')), name),
  ]),
  ['Stripe, no signature', 400, 'missing_header', without(fromStripe(invoice('1')), 'stripe-signature')],
  ['Clerk, wrong secret', 400, 'bad_signature', fromClerk(user('user_1'), { secret: strange.clerk })],
  ['Stripe, wrong secret', 400, 'bad_signature', fromStripe(invoice('1'), { secret: strange.stripe })],
  ['Clerk, 2 MB', 413, 'too_large', fromClerk(user('user_1', { first_name: 'x'.repeat(2_097_152) }))],
  ['Stripe, 2 MB', 413, 'too_large', fromStripe({ ...invoice('1'), pad: 'x'.repeat(2_097_152) })],
  ['Clerk, not an event', 400, 'malformed', fromClerk({ hello: 'there' })],
  ['Stripe, not an event', 400, 'malformed', fromStripe({ hello: 'there' })],
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
    (type): [string, number, string, SignedDelivery] => {
      const delivery = fromClerk(user('user_1'))
      return [
        `Clerk, ${type}`,
        415,
        'content_type',
        { ...delivery, headers: { ...delivery.headers, 'content-type': type } },
      ]
    },
  ),
  [
    'Clerk, other bytes with the signature of Stripe',
    400,
    'missing_header',
    { ...fromStripe(invoice('1')), source: 'clerk' },
  ],
]

describe('what is refused leaves nothing behind but its count', () => {
  it.each(refused)('%s: %i %s', async (_, status, reason, delivery) => {
    const answer = await send(delivery)
    expect(answer).toEqual({
      status,
      body: { error: reason, message: expect.stringMatching(/^The |^A /), requestId: expect.any(String) },
    })
    expect(await stored()).toEqual([])
    expect(await refusals()).toEqual([{ source: delivery.source, reason, count: 1 }])
    await send(delivery)
    expect(await refusals()).toEqual([{ source: delivery.source, reason, count: 2 }])
  })

  it('an empty body', async () => {
    const { headers } = fromClerk({})
    expect((await send({ source: 'clerk', body: '', headers })).body.error).toBe('bad_signature')
  })

  it('a replayed signature under another id', async () => {
    const delivery = fromClerk(user('user_1'))
    const headers = { ...delivery.headers, 'svix-id': 'msg_other' }
    expect((await send({ ...delivery, headers })).body.error).toBe('bad_signature')
  })

  it('the admins see it, by source and reason', async () => {
    await send(tampered(fromClerk(user('user_1'))))
    const owner = server.client({ authorization: `Bearer ${await server.signIn()}` })
    const { items } = await owner.webhooks.refusals.query()
    expect(items).toEqual([
      { source: 'clerk', reason: 'bad_signature', count: 1, message: expect.any(String), lastAt: expect.any(String) },
    ])
  })
})

test('a source without a secret says which setting it needs; an unknown one is not there', async () => {
  await using plain = await startTestServer()
  expect(await deliver(plain.url, fromClerk(user('user_1')))).toMatchObject({
    status: 503,
    body: { error: 'unavailable', message: expect.stringContaining('CLERK_WEBHOOK_SECRET') },
  })
  expect(await deliver(plain.url, fromStripe(invoice('1')))).toMatchObject({
    status: 503,
    body: { message: expect.stringContaining('STRIPE_WEBHOOK_SECRET') },
  })
  const unknown = { ...fromClerk(user('user_1')), source: 'carrier-pigeon' }
  // No source of that name is in the types, which is the point.
  expect(await deliver(plain.url, unknown as unknown as SignedDelivery)).toMatchObject({ status: 404 })
})

test('more than ten forged deliveries a second, or two hundred good ones, are answered 429', async () => {
  await using own = await createOwnWorld({ limits: makeLimits(), webhookSecrets: { clerk: [clerkSecret] } })
  const now = new Date()
  own.world.setNow(now)
  const forged = Array.from({ length: 14 }, () => tampered(fromClerk(user('user_1'), { at: now })))
  const answers = await Promise.all(forged.map(delivery => deliver(own.server.url, delivery)))
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(10)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(4)
  const counted = 'select count::int as count from webhook_refusals'
  expect(await own.world.database.run(counted)).toEqual([{ count: 10 }])
  const good = Array.from({ length: 205 }, () => fromClerk(user('user_1'), { at: now }))
  const taken = await Promise.all(good.map(delivery => deliver(own.server.url, delivery)))
  expect(taken.filter(({ status }) => status === 202)).toHaveLength(200)
  expect(taken.filter(({ status }) => status === 429)).toHaveLength(5)
})

test('the payload of a settled delivery is kept for thirty days; then it cannot be replayed', async () => {
  await using own = await createOwnWorld({ limits: makeLimits(), webhookSecrets: { clerk: [clerkSecret] } })
  const { deps, database, runJobs } = own.world
  await deliver(own.server.url, fromClerk(user('user_old')))
  await deliver(own.server.url, fromClerk(user('user_young')))
  await runJobs()
  await database.run(
    "update webhooks set processed_at = now() - interval '31 days' where position('user_old'::bytea in body) > 0",
  )
  const job = jobs.find(({ name }) => name === 'webhook-retention')
  // Its input is `{}`.
  await (await job?.load())?.run(deps, {} as never)
  const owner = own.server.client({ authorization: `Bearer ${await own.server.signIn()}` })
  const { items } = await owner.webhooks.list.query()
  expect(items.map(({ size }) => size > 0)).toEqual([true, false])
  const id = items.at(-1)?.id ?? ''
  expect(await owner.webhooks.get.query({ id })).toMatchObject({ payload: '', headers: {} })
  await expect(owner.webhooks.replay.mutate({ id })).rejects.toMatchObject({ data: { code: 'CONFLICT' } })
})

describe('a delivery that cannot be applied', () => {
  const state = (own: OwnWorld) =>
    own.world.database.run<{ status: string; attempts: number; due: number | null; last_error: string | null }>(
      'select status, attempts, last_error, (extract(epoch from next_attempt_at) * 1000)::float8 as due from webhooks',
    )
  const sweep = async ({ world: { deps } }: OwnWorld) => {
    const job = jobs.find(({ name }) => name === 'webhook-sweep')
    // Its input is `{}`.
    await (await job?.load())?.run(deps, {} as never)
  }

  it('is tried eight times, further and further apart, is dead then, and done when it is replayed', async () => {
    await using own = await createOwnWorld({ limits: makeLimits(), webhookSecrets: { clerk: [clerkSecret] } })
    let now = new Date()
    own.world.setNow(now)
    await own.world.database.run('alter table identities rename to identities_away')
    const delivery = fromClerk(user('user_late'), { at: now })
    expect((await deliver(own.server.url, delivery)).status).toBe(202)
    await own.world.runJobs()
    const waits: number[] = []
    for (let attempts = 1; attempts < 8; attempts++) {
      const [row] = await state(own)
      expect(row).toMatchObject({ status: 'failed', attempts, last_error: expect.stringContaining('identities') })
      const due = new Date(row?.due ?? 0)
      waits.push((due.getTime() - now.getTime()) / 1_000)
      // Not a moment before it is due.
      own.world.setNow(new Date(due.getTime() - 1))
      await sweep(own)
      expect(await state(own)).toMatchObject([{ attempts }])
      now = new Date(due.getTime() + 31_000)
      own.world.setNow(now)
      await sweep(own)
    }
    expect(waits).toEqual([10, 30, 90, 270, 810, 2_430, 7_290])
    expect(await state(own)).toMatchObject([{ status: 'dead', attempts: 8, due: null }])
    own.world.setNow(new Date(now.getTime() + 10 * 86_400_000))
    await sweep(own)
    expect(await state(own)).toMatchObject([{ status: 'dead', attempts: 8 }])

    await own.world.database.run('alter table identities_away rename to identities')
    own.world.setNow(now)
    const owner = own.server.client({ authorization: `Bearer ${await own.server.signIn()}` })
    const [dead] = (await owner.webhooks.list.query({ status: 'dead', search: 'user_late' })).items
    expect(dead).toMatchObject({ eventType: 'user.updated', attempts: 8, lastError: expect.any(String) })
    const id = dead?.id ?? ''
    expect(await owner.webhooks.replay.mutate({ id })).toMatchObject({ status: 'received', attempts: 0 })
    await expect(owner.webhooks.replay.mutate({ id })).rejects.toMatchObject({ data: { code: 'CONFLICT' } })
    await own.world.runJobs()
    expect(await owner.webhooks.get.query({ id })).toMatchObject({
      ...{ status: 'done', attempts: 1, lastError: null, payload: delivery.body },
      headers: expect.not.objectContaining({ 'svix-signature': expect.anything() }),
    })
    const [person] = await own.world.database.run(
      "select p.name from people p join identities i on i.person_id = p.id where i.subject = 'user_late'",
    )
    expect(person).toEqual({ name: 'Ana' })
    const audited = await own.world.database.run(
      "select actor_kind, entity_id from audit_log where action = 'webhooks.replay'",
    )
    expect(audited).toEqual([{ actor_kind: 'person', entity_id: id }])
  })

  it('is replayed with all others that fit, in one go, but for those without their payload', async () => {
    await using own = await createOwnWorld({ limits: makeLimits(), webhookSecrets: { clerk: [clerkSecret] } })
    const { database } = own.world
    for (const id of ['user_1', 'user_2', 'user_3', 'user_4']) await deliver(own.server.url, fromClerk(user(id)))
    await database.run("update webhooks set status = 'dead', attempts = 8, next_attempt_at = null, last_error = 'x'")
    const where = "where position('user_4' in convert_from(body, 'UTF8')) > 0"
    await database.run(`update webhooks set body = '' ${where}`)
    const owner = own.server.client({ authorization: `Bearer ${await own.server.signIn()}` })
    const replay = owner.webhooks.replayMany.mutate
    expect(await replay({ status: 'failed' })).toEqual({ replayed: 0, left: 0 })
    expect(await replay({ status: 'dead', source: 'stripe' })).toEqual({ replayed: 0, left: 0 })
    expect(await replay({ status: 'dead', search: 'user_1' })).toEqual({ replayed: 1, left: 0 })
    expect(await replay({ status: 'dead' })).toEqual({ replayed: 2, left: 0 })
    await own.world.runJobs()
    expect((await state(own)).map(({ status }) => status).sort()).toEqual(['dead', 'done', 'done', 'done'])
    const audited = await database.run(
      "select after ->> 'deliveries' as count from audit_log where action = 'webhooks.replayMany' order by at, id",
    )
    expect(audited).toEqual([{ count: '1' }, { count: '2' }])
  })

  it('is taken up by the sweep when its job is gone, or whoever worked on it died', async () => {
    await using own = await createOwnWorld({ limits: makeLimits(), webhookSecrets: { clerk: [clerkSecret] } })
    const { database } = own.world
    await deliver(own.server.url, fromClerk(user('user_1')))
    await sweep(own)
    // Its job is on its way yet.
    expect(await state(own)).toMatchObject([{ status: 'received', attempts: 0 }])
    await database.run("update webhooks set next_attempt_at = now() - interval '31 seconds'")
    await sweep(own)
    expect(await state(own)).toMatchObject([{ status: 'done', attempts: 1 }])
    await database.run("update webhooks set status = 'processing', attempts = 1, next_attempt_at = now()")
    await sweep(own)
    expect(await state(own)).toMatchObject([{ status: 'done', attempts: 2 }])
  })
})

test('acknowledging takes this long (printed, not asserted)', async () => {
  const times: number[] = []
  for (let count = 0; count < 200; count++) {
    const delivery = fromClerk(user(`user_${count % 20}`))
    const started = performance.now()
    const { status } = await send(delivery)
    times.push(performance.now() - started)
    expect(status).toBe(202)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)]?.toFixed(1)
  const figures = `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`
  process.stdout.write(`Acknowledging a delivery over HTTP, ${world.database.engine}: ${figures}\n`)
})
