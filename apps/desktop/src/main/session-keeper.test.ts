import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { turningVault } from '../testing/vault.ts'
import { openSessionKeeper } from './session-keeper.ts'
import { createVault } from './vault.ts'

const server = 'http://127.0.0.1:4400'
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-keeper-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

let told = 0
const open = (protects = true) => {
  told = 0
  return openSessionKeeper({
    file: join(folder, 'session'),
    vault: turningVault(protects),
    onForgetful: () => {
      told += 1
    },
  })
}

test('a sign-in survives a restart, encrypted, for its own server only', async () => {
  const keeper = await open()
  await keeper.accept(server, ['other=1; Path=/', 'qd_session=s3cret=; Path=/; HttpOnly; Max-Age=60'])
  expect(readFileSync(join(folder, 'session'), 'latin1')).not.toContain('s3cret')
  const again = await open()
  expect(again.cookieFor(server)).toBe('qd_session=s3cret=')
  expect(again.cookieFor('https://other.example.com')).toBeUndefined()
  expect(told).toBe(0)
})

test.each(['Max-Age=0', 'Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT'])(
  'signing out (%s) removes it from memory and disk',
  async attributes => {
    const keeper = await open()
    await keeper.accept(server, ['qd_session=s3cret; Max-Age=60'])
    await keeper.accept(server, [`qd_session=; Path=/; ${attributes}`])
    expect(keeper.cookieFor(server)).toBeUndefined()
    expect(existsSync(join(folder, 'session'))).toBe(false)
  },
)

test('without a real key store it stays in memory, and the person is told once', async () => {
  const keeper = await open(false)
  await keeper.accept(server, ['qd_session=s3cret; Max-Age=60'])
  await keeper.accept(server, ['qd_session=s3cret; Max-Age=60'])
  expect(keeper.cookieFor(server)).toBe('qd_session=s3cret')
  expect(keeper.remembers).toBe(false)
  expect(told).toBe(1)
  expect(existsSync(join(folder, 'session'))).toBe(false)
  expect((await open(false)).cookieFor(server)).toBeUndefined()
})

test('a spoilt file means signing in again, not a crash', async () => {
  writeFileSync(join(folder, 'session'), 'spoilt')
  expect((await open()).cookieFor(server)).toBeUndefined()
})

test('on Linux the plain-text backend counts as no key store', async () => {
  const storage = (backend: 'basic_text' | 'gnome_libsecret') => ({
    isAsyncEncryptionAvailable: async () => true,
    encryptStringAsync: async (text: string) => Buffer.from(text),
    decryptStringAsync: async (bytes: Buffer) => ({ result: bytes.toString(), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => backend,
  })
  expect(await createVault(storage('basic_text'), 'linux').protects()).toBe(false)
  expect(await createVault(storage('gnome_libsecret'), 'linux').protects()).toBe(true)
  expect(await createVault(storage('basic_text'), 'darwin').protects()).toBe(true)
})
