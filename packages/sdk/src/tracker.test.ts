import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventually } from './testing/eventually.ts'
import { startServer } from './testing/server.ts'
import { createSharedState, startTracker } from './testing/tracker.ts'

test('an event has the form of the wire contract', () => {
  const tracker = startTracker({ appVersion: '1.2.3' }, { facts: { device: 'mobile' } })
  tracker.identify('u1', { plan: 'pro', password: 'x' })
  const error = new TypeError('No card: https://a.example/?token=t')
  const event = tracker.see('paid', { amount: 12 }, { step: 'checkout', error })
  expect(event).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'paid',
    timestamp: tracker.clock.now(),
    visitId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    anonymousId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    userId: 'u1',
    device: 'mobile',
    appVersion: '1.2.3',
    step: 'checkout',
    error: { type: 'TypeError', message: 'No card: https://a.example/?' },
    properties: { amount: 12 },
  })
  expect(tracker.stored()[0]).toMatchObject({
    name: 'identify',
    userId: 'u1',
    anonymousId: event?.anonymousId,
    properties: { plan: 'pro', password: '***' },
  })
})

test('a page view tells the page, and what is given goes before it', () => {
  const describePage = () => ({ url: 'https://a.example/p?token=t', path: '/p', title: 'P', referrer: '' })
  const tracker = startTracker({}, { describePage })
  tracker.page({ title: 'Mine', section: 'docs' })
  expect(tracker.stored()).toMatchObject([
    {
      name: 'page_view',
      properties: { url: 'https://a.example/p?', path: '/p', title: 'Mine', referrer: '', section: 'docs' },
    },
  ])
})

test.each([
  ['a date', new Date(5000), 5000],
  ['ISO 8601', '1970-01-01T00:00:05Z', 5000],
  ['milliseconds', 5000, 5000],
])('the time may be told as %s', (_name, timestamp, expected) => {
  expect(startTracker().see('n', {}, { timestamp })?.timestamp).toBe(expected)
})

test('a time that cannot be read is now', () => {
  const tracker = startTracker()
  expect(tracker.see('n', {}, { timestamp: 'yesterday' })?.timestamp).toBe(tracker.clock.now())
})

test('a visit ends after thirty idle minutes, not before', () => {
  const tracker = startTracker()
  const first = tracker.see('a')
  tracker.clock.advance(1_799_999)
  const second = tracker.see('b')
  tracker.clock.advance(1_799_999)
  expect(tracker.see('c')?.visitId).toBe(first?.visitId)
  tracker.clock.advance(1_800_000)
  const last = tracker.see('d')
  expect(last?.visitId).not.toBe(first?.visitId)
  expect([second?.anonymousId, last?.anonymousId]).toEqual([first?.anonymousId, first?.anonymousId])
})

test('tabs and page loads share the visit and the person', () => {
  const store = createSharedState()
  const one = startTracker({}, { store })
  const first = one.see('a')
  const two = startTracker({}, { store }, one.clock)
  two.identify('u1')
  one.clock.advance(1_799_999)
  expect(two.see('b')).toMatchObject({ visitId: first?.visitId, anonymousId: first?.anonymousId })
  one.clock.advance(1_799_999)
  expect(one.see('c')).toMatchObject({ visitId: first?.visitId, userId: 'u1' })
})

test('reset begins a new anonymous person and a new visit', () => {
  const tracker = startTracker()
  tracker.identify('u1')
  const before = tracker.see('a')
  tracker.reset()
  const after = tracker.see('b')
  expect(after?.userId).toBeUndefined()
  expect(after?.anonymousId).not.toBe(before?.anonymousId)
  expect(after?.visitId).not.toBe(before?.visitId)
})

test('another user on the same device is never joined to the one before', () => {
  const tracker = startTracker()
  const before = tracker.see('a')
  tracker.identify('u1')
  tracker.identify('u1')
  expect(tracker.see('b')).toMatchObject({ anonymousId: before?.anonymousId, visitId: before?.visitId })
  tracker.identify('u2')
  const after = tracker.see('c')
  expect(after?.userId).toBe('u2')
  expect(after?.anonymousId).not.toBe(before?.anonymousId)
})

test.each([
  [
    'cannot be read',
    {
      load: () => {
        throw new Error('Denied')
      },
      save() {},
    },
  ],
  [
    'is full',
    {
      load: () => '{"anonymousId":"old","visitId":"old","activeAt":0}',
      save: () => {
        throw new Error('Full')
      },
    },
  ],
  ['holds rubbish', { load: () => '[[', save() {} }],
  ['holds null', { load: () => 'null', save() {} }],
])('with a store that %s, the person is known for as long as the page lives', (_name, store) => {
  const tracker = startTracker({}, { store })
  const first = tracker.see('a')
  tracker.identify('u1')
  expect(tracker.see('b')).toMatchObject({ userId: 'u1', visitId: first?.visitId, anonymousId: first?.anonymousId })
})

test('a pending consent keeps events in memory only, and sends them when it is given', async () => {
  await using server = await startServer()
  const store = createSharedState()
  const tracker = startTracker({ consent: 'pending', url: server.url }, { store })
  tracker.identify('u1')
  const id = tracker.track('a')
  tracker.clock.advance(60_000)
  expect(await tracker.flush()).toBe(false)
  expect([tracker.stored(), store.text(), server.requests]).toEqual([[], null, []])
  tracker.optIn()
  expect(await tracker.flush()).toBe(true)
  expect([...server.events.values()]).toMatchObject([{ name: 'identify' }, { id, name: 'a', userId: 'u1' }])
  expect(startTracker({ consent: 'pending' }, { store }).see('b')?.anonymousId).toBe(
    server.events.get(id ?? '')?.anonymousId,
  )
})

test('a pending consent holds a bounded number of events', async () => {
  const tracker = startTracker({ consent: 'pending', maxQueued: 3 })
  const ids = ['a', 'b', 'c', 'd', 'e'].map(name => tracker.track(name))
  tracker.optIn()
  expect(tracker.stored().map(event => event.id)).toEqual(ids.slice(2))
  expect(tracker.dropped()).toBe(2)
})

test('opting out forgets everything, and is remembered', async () => {
  const store = createSharedState()
  const tracker = startTracker({}, { store })
  tracker.identify('u1')
  tracker.optOut()
  await eventually(() => expect(tracker.stored()).toEqual([]))
  expect(tracker.track('a')).toBeUndefined()
  expect(store.text()).toBe('{"choice":"denied"}')
  expect(startTracker({}, { store }).track('b')).toBeUndefined()
  tracker.optIn()
  expect(tracker.see('c')?.userId).toBeUndefined()
})

test('opting out while consent is pending forgets what was held', async () => {
  const tracker = startTracker({ consent: 'pending' })
  tracker.track('a')
  tracker.optOut()
  tracker.optIn()
  tracker.track('b')
  expect(tracker.stored().map(event => event.name)).toEqual(['b'])
})

test.each([
  ['denied', 'granted', false, false],
  ['granted', 'denied', false, false],
  ['pending', 'granted', false, true],
  ['granted', undefined, true, false],
  ['granted', 'granted', true, true],
  ['granted', undefined, false, true],
] as const)('consent %s, recorded choice %s, do not track %s: tracks %s', (consent, choice, doNotTrack, tracks) => {
  const store = createSharedState()
  if (choice) store.save(JSON.stringify({ choice }))
  const before = store.text()
  const tracker = startTracker({ consent }, { store, doNotTrack })
  expect(tracker.see('a') !== undefined).toBe(tracks)
  if (!tracks) expect(store.text()).toBe(before)
})

test('beforeSend changes an event or drops it before it is kept', () => {
  const tracker = startTracker({
    beforeSend: event => (event.name === 'drop' ? null : { ...event, name: event.name.toUpperCase() }),
  })
  expect(tracker.track('drop')).toBeUndefined()
  expect(tracker.see('keep')?.name).toBe('KEEP')
  expect(tracker.stored()).toHaveLength(1)
})

test('an event on which beforeSend throws does not leave', () => {
  const tracker = startTracker({
    beforeSend: () => {
      throw new Error('filter')
    },
  })
  expect(tracker.track('a')).toBeUndefined()
  expect([tracker.stored(), tracker.dropped()]).toEqual([[], 1])
})

test('an event that stays too large goes without its properties', () => {
  const tracker = startTracker()
  const event = tracker.see('a', { list: Array.from({ length: 50 }, () => 'x'.repeat(5000)) })
  expect(event).toMatchObject({ name: 'a', properties: { truncated: true } })
})

test('nothing that a page passes in makes it throw', async () => {
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error('trap')
      },
      ownKeys: () => {
        throw new Error('trap')
      },
    },
  )
  const hostile = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withSparseArray: true, withNullPrototype: true }),
    fc.constantFrom<unknown>(trap, Symbol('s'), Object.create(null), () => {}, undefined, Number.NaN),
  )
  const tracker = startTracker({ maxQueued: 50 })
  const methods = ['track', 'page', 'identify', 'reset', 'flush', 'optOut', 'optIn', 'dropped'] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods), fc.array(hostile, { maxLength: 3 }), async (method, args) => {
      await Reflect.apply(tracker[method], undefined, args)
    }),
    { numRuns: 1000 },
  )
  tracker.optIn()
  tracker.clock.advance(400_000)
  expect(tracker.track('still alive')).toBeDefined()
})
