import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCleaner } from './clean.ts'

const { fields, text } = createCleaner()

test.each([
  'password',
  'userPassword',
  'user_password',
  'PASSWD',
  'new-password',
  'passphrase',
  'pwd',
  'secret',
  'clientSecret',
  'token',
  'accessToken',
  'csrf_token',
  'cvv',
  'CVC',
  'cvv2',
  'authorization',
  'Authorisation',
  'Proxy-Authorization',
  'apiKey',
  'api_key',
  'x-api-key',
  'APIKEY',
  'privateKey',
  'access key',
  'credentials',
  'card',
  'cardNumber',
  'credit_card',
  'creditcard',
  'card-no',
  'ssn',
  'userSsn',
  'cookie',
  'jwt',
  'iban',
  'pin',
  'otp',
  'otpCode',
  'auth',
  'passcode',
])('the value of %s is masked', name => {
  expect(fields({ [name]: 'hunter2', deep: [{ [name]: { inner: 4111 } }] })).toEqual({
    [name]: '***',
    deep: [{ [name]: '***' }],
  })
})

test.each(['discard', 'cardinality', 'passenger', 'author', 'pinned', 'spinner', 'compass', 'authored', 'keyboard'])(
  'the value of %s stays',
  name => {
    expect(fields({ [name]: 'x' })).toEqual({ [name]: 'x' })
  },
)

test('more names to mask can be given', () => {
  const own = createCleaner([/^salary/i, /mail/g])
  expect(own.fields({ salary: 1, eMail: 2, mail: 3, mails: 4, age: 5 })).toEqual({
    salary: '***',
    eMail: 2,
    mail: '***',
    mails: '***',
    age: 5,
  })
})

test('secret parameters leave addresses, wherever they stand', () => {
  expect(text('https://a.example/p?token=abc&x=1')).toBe('https://a.example/p?&x=1')
  expect(text('https://a.example/p?x=1&apiKey=abc#access_token=def&y=2')).toBe('https://a.example/p?x=1&#&y=2')
  expect(fields({ url: '/reset?password=p' })).toEqual({ url: '/reset?' })
  expect(text(`/p?token=${'a'.repeat(10_000)}`)).toBe('/p?')
  expect(text('Are you sure? a=b & c')).toBe('Are you sure? a=b & c')
})

test('what is not JSON is made so, or left out', () => {
  const date = new Date(0)
  expect(
    fields({ date, big: 12n, nothing: undefined, empty: null, run() {}, symbol: Symbol('s'), no: Number.NaN }),
  ).toEqual({ date: date.toISOString(), big: '12', empty: null, no: Number.NaN })
  expect(fields([1, undefined, 'a'])).toEqual({ 0: 1, 1: null, 2: 'a' })
  expect(fields('text')).toEqual({ 0: 't', 1: 'e', 2: 'x', 3: 't' })
})

test('cycles, traps and throwing getters cost only themselves', () => {
  const circle: Record<string, unknown> = { ok: 1 }
  circle.self = circle
  circle.list = [circle, 2]
  Object.defineProperty(circle, 'trap', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })
  circle.json = {
    toJSON: () => {
      throw new Error('no')
    },
  }
  circle.proxy = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no')
      },
    },
  )
  circle.after = true
  expect(fields(circle)).toEqual({ ok: 1, list: [null, 2], after: true })
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(fields(proxy)).toEqual({})
})

test('a name like __proto__ is only a name', () => {
  const kept = fields({ nested: JSON.parse('{"__proto__": {"admin": true}}') })
  expect(Reflect.get(Object(kept.nested), 'admin')).toBeUndefined()
  expect(JSON.stringify(kept)).toBe('{"nested":{"__proto__":{"admin":true}}}')
})

test('size is bounded in every direction', () => {
  const wide = Array.from({ length: 1_000_000 }, (_, index) => index)
  let deep: unknown = 1
  for (let level = 0; level < 10_000; level++) deep = { deep }
  const bush = (level: number): unknown => (level ? Array.from({ length: 60 }, () => bush(level - 1)) : 'leaf')
  const kept = fields({ long: 'x'.repeat(10_000_000), wide, deep, bytes: new Uint8Array(1_000_000), bush: bush(3) })
  expect(kept.long).toHaveLength(4096)
  expect(kept.wide).toHaveLength(100)
  expect(kept.bytes).toBeUndefined()
  expect(JSON.stringify(kept.deep).length).toBeLessThan(100)
  expect(JSON.stringify(kept.bush).length).toBeLessThan(20_000)
})

test('any value becomes JSON that reads back the same', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withObjectString: true,
        withSparseArray: true,
        withTypedArray: true,
      }),
      value => {
        const json = JSON.stringify(fields({ value }))
        expect(JSON.stringify(JSON.parse(json))).toBe(json)
      },
    ),
  )
})
