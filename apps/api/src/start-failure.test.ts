import { expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { explainFailure } from './start-failure.ts'

const withCode = (code: string, more = {}) => Object.assign(new Error(`what ${code} says`), { code, ...more })
const server = readEnv({ DATABASE_URL: 'postgres://desk:geheim@db.example.com/desk' })
const embedded = readEnv({ QUARTERDECK_DATA_DIR: '/data', HOST: '10.9.9.9' })

test.each([
  ['ENOTFOUND', 'Postgres at db.example.com cannot be reached (ENOTFOUND)'],
  ['CONNECT_TIMEOUT', 'Postgres at db.example.com cannot be reached (CONNECT_TIMEOUT)'],
  ['28P01', 'Postgres at db.example.com does not let desk in (what 28P01 says)'],
  ['3D000', 'Postgres at db.example.com has no database desk'],
  ['42501', 'does not let desk make what is needed: what 42501 says'],
  ['53300', 'takes no more connections'],
])('%s of Postgres is said in a sentence without the password, also where it is the cause', (code, sentence) => {
  const wrapped = new Error('A query failed', { cause: withCode(code) })
  for (const error of [withCode(code), wrapped]) expect(explainFailure(error, server)).toContain(sentence)
  expect(explainFailure(wrapped, server)).not.toContain('geheim')
})

test('several hosts are named by their setting', () => {
  const env = readEnv({ DATABASE_URL: 'postgres://desk:geheim@one:1,two:2/desk' })
  expect(explainFailure(withCode('ECONNREFUSED'), env)).toMatch(/^Postgres at DATABASE_URL cannot be reached/i)
})

test('so are addresses and folders', () => {
  const listen = { syscall: 'listen' }
  expect(explainFailure(withCode('EADDRNOTAVAIL', listen), embedded)).toContain('HOST is 10.9.9.9')
  expect(explainFailure(withCode('EACCES', listen), embedded)).toContain('Port 4400 is not for this user')
  expect(explainFailure(withCode('EROFS', { path: '/data/server.pid' }), embedded)).toContain('/data cannot hold')
})

test('what nobody has thought of stays an error with its stack', () => {
  expect(explainFailure(withCode('ECONNREFUSED'), embedded)).toBeNull()
  expect(explainFailure(withCode('XX000'), server)).toBeNull()
  expect(explainFailure('a text', server)).toBeNull()
})
