import { isAbsolute } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EnvError, readEnv } from './env.ts'

const mistakesOf = (variables: Record<string, string>): string[] => {
  try {
    readEnv(variables)
  } catch (error) {
    if (!(error instanceof EnvError)) throw error
    return error.message.split('\n').slice(1)
  }
  return []
}

const wrong: [string, string][] = [
  ['PORT', 'many'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '44.5'],
  ['DATABASE_URL', 'mysql://host/db'],
  ['DATABASE_URL', 'postgres://'],
  ['QUARTERDECK_OWNER_EMAIL', 'nobody'],
  ['QUARTERDECK_OWNER_PASSWORD', 'hunter2'],
  ['QUARTERDECK_WRITE_KEY', 'short'],
  ['QUARTERDECK_WRITE_KEY', 'with spaces in it 123'],
  ['QUARTERDECK_WRITE_KEY', 'with:colons:in:it:123'],
  ['QUARTERDECK_DEMO', 'yes'],
  ['QUARTERDECK_ROLE', 'queen'],
  ['QUARTERDECK_ROLE', 'worker'],
  ['PUBLIC_URL', 'ftp://files.example'],
  ['CLERK_WEBHOOK_SECRET', 'whsec_not base64'],
  ['CLERK_WEBHOOK_SECRET', 'whsec_c2VjcmV0,'],
  ['STRIPE_WEBHOOK_SECRET', 'whsec_one_one,whsec_two_two,whsec_three'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', 'everybody'],
  ['QUARTERDECK_RATE_LIMITS', 'anonymous=60'],
  ['QUARTERDECK_RATE_LIMITS', 'signOut=5/15m'],
  ['OPENAI_API_KEY', 'with spaces in it'],
  ['OPENAI_BASE_URL', 'ftp://model.example'],
  ['LOG_LEVEL', 'loud'],
]

test.each(wrong)('%s=%s is a mistake, said in one line that does not repeat the value of a secret', (name, value) => {
  const [line = '', ...others] = mistakesOf({ [name]: value })
  expect(line).toMatch(new RegExp(`^ {2}${name} (must|can|cannot|knows)`))
  expect(others).toEqual([])
  if (/PASSWORD|KEY|SECRET/.test(name)) expect(line).not.toContain(value)
})

test('every mistake is listed at once', () => {
  const all = Object.fromEntries(wrong)
  expect(mistakesOf({ ...all, DATABASE_URL: '' }).map(line => line.trim().split(' ')[0])).toEqual(
    [...new Set(wrong.map(([name]) => name))].filter(name => name !== 'DATABASE_URL').sort(byShape),
  )
})

/** As the settings stand in the source, and what concerns several of them last. */
const order = ['PORT', 'QUARTERDECK_OWNER_EMAIL', 'QUARTERDECK_OWNER_PASSWORD', 'QUARTERDECK_WRITE_KEY']
const secrets = ['CLERK_WEBHOOK_SECRET', 'STRIPE_WEBHOOK_SECRET']
const model = ['OPENAI_API_KEY', 'OPENAI_BASE_URL']
const limits = ['TRUST_PROXY', 'QUARTERDECK_RATE_LIMITS']
const later = [
  ...order,
  'QUARTERDECK_DEMO',
  'PUBLIC_URL',
  ...limits,
  ...secrets,
  ...model,
  'LOG_LEVEL',
  'QUARTERDECK_ROLE',
]
const byShape = (a: string, b: string) => later.indexOf(a) - later.indexOf(b)

test('a webhook secret can be two, while one replaces the other', () => {
  const { webhookSecrets } = readEnv({
    CLERK_WEBHOOK_SECRET: 'whsec_c2VjcmV0, whsec_b3RoZXIh',
    STRIPE_WEBHOOK_SECRET: 'whsec_only_one',
  })
  expect(webhookSecrets).toEqual({ clerk: ['whsec_c2VjcmV0', 'whsec_b3RoZXIh'], stripe: ['whsec_only_one'] })
  expect(readEnv({}).webhookSecrets).toEqual({})
})

test('limits and proxies are read', () => {
  const env = readEnv({ QUARTERDECK_RATE_LIMITS: 'anonymous=10/1h', TRUST_PROXY: '10.0.0.0/8, ::1' })
  expect(env.limits.anonymous).toMatchObject({ limit: 10, windowSeconds: 3_600 })
  expect(env.limits.signIn).toMatchObject({ limit: 5, windowSeconds: 900 })
  expect(env.trustProxy).toEqual(['10.0.0.0/8', '::1'])
  expect([readEnv({}).trustProxy, readEnv({ TRUST_PROXY: 'none' }).trustProxy]).toEqual([['loopback'], []])
})

describe('what is not said', () => {
  test('has the values that the README promises', () => {
    const env = readEnv({})
    expect(env).toMatchObject({ port: 4400, host: '127.0.0.1', role: 'all', demo: true, databaseUrl: undefined })
    expect([isAbsolute(env.dataDir), env.dataDir.endsWith('.data')]).toEqual([true, true])
  })

  test('and what is said with nothing in it is the same', () => {
    const names = new Set(wrong.map(([name]) => name))
    expect(readEnv(Object.fromEntries([...names].map(name => [name, ''])))).toEqual(readEnv({}))
  })

  test('sample data is for a new embedded database only, unless it is asked for', () => {
    const DATABASE_URL = 'postgres://host/db'
    expect(readEnv({ DATABASE_URL }).demo).toBe(false)
    expect(readEnv({ DATABASE_URL, QUARTERDECK_DEMO: '1' }).demo).toBe(true)
    expect(readEnv({ QUARTERDECK_DEMO: '0' }).demo).toBe(false)
  })
})
