import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockDataDir } from './data-dir-lock.ts'
import { runFile } from './testing/process.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quarterdeck-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function deadPid(): Promise<string> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'close')
  return String(child.pid)
}

const locks = async () => (await readdir(folder)).sort()

test('a lock names its process, and goes when it is released', async () => {
  const lock = await lockDataDir(folder)
  expect(await readFile(join(folder, 'server.pid'), 'utf8')).toBe(String(process.pid))
  expect(await locks()).toEqual(['server.pid'])
  await lock.release()
  expect(await locks()).toEqual([])
})

test('a living process keeps its lock, and who comes is told what to do', async () => {
  // The process that runs this one is alive for as long.
  await writeFile(join(folder, 'server.pid'), String(process.ppid))
  await expect(lockDataDir(folder)).rejects.toThrow(`process ${process.ppid}`)
  await expect(lockDataDir(folder)).rejects.toThrow('DATABASE_URL')
  expect(await locks()).toEqual(['server.pid'])
})

test('the lock of our own number is from an earlier life', async () => {
  await writeFile(join(folder, 'server.pid'), String(process.pid))
  await (await lockDataDir(folder)).release()
})

test.each([
  ['without a lock', async () => null],
  ['over the lock of a dead process', deadPid],
  ['over a lock without a number', async () => 'not a number'],
])(
  'of many that come at once %s, one gets it',
  async (_what, leftover) => {
    for (let round = 0; round < 3; round++) {
      const old = await leftover()
      if (old !== null) await writeFile(join(folder, 'server.pid'), old)
      const children = Array.from({ length: 6 }, () => runFile('testing/lock-child.ts', [folder], {}))
      await expect.poll(() => children.filter(({ output }) => output() !== '').length, { timeout: 25_000 }).toBe(6)
      const said = children.map(({ output }) => output()).sort()
      for (const { child } of children) child.kill('SIGKILL')
      await Promise.all(children.map(({ ended }) => ended))
      expect(said.map(text => text.slice(0, 23))).toEqual(['locked', ...Array(5).fill('refused: Another server')])
      expect(await locks()).toEqual(['server.pid'])
      await rm(join(folder, 'server.pid'))
    }
  },
  90_000,
)
