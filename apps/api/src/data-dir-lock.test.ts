import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
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

const files = async () => (await readdir(folder)).sort()

test('a lock names its process, and goes when it is released', async () => {
  const lock = await lockDataDir(folder)
  expect(await readFile(join(folder, 'server.pid'), 'utf8')).toBe(String(process.pid))
  await lock.release()
  expect(await files()).toEqual(['server.lock'])
  await (await lockDataDir(folder)).release()
})

test('a living process keeps its lock, and who comes is told what to do', async () => {
  const lock = await lockDataDir(folder)
  await expect(lockDataDir(folder)).rejects.toThrow(`process ${process.pid}`)
  await expect(lockDataDir(folder)).rejects.toThrow('DATABASE_URL')
  await lock.release()
})

test('a folder that takes no files is told by the name of the file', async () => {
  await expect(lockDataDir(join(folder, 'missing'))).rejects.toMatchObject({
    code: 'ENOENT',
    path: join(folder, 'missing', 'server.lock'),
  })
})

test('of many that come at once, one gets it, and after its death again one', async () => {
  for (let round = 0; round < 4; round++) {
    const children = Array.from({ length: 6 }, () => runFile('testing/lock-child.ts', [folder], {}))
    await expect.poll(() => children.filter(({ output }) => output() !== '').length).toBe(6)
    const said = children.map(({ output }) => output()).sort()
    for (const { child } of children) child.kill('SIGKILL')
    await Promise.all(children.map(({ ended }) => ended))
    expect(said.map(text => text.slice(0, 23))).toEqual(['locked', ...Array(5).fill('refused: Another server')])
    // Nobody took this one's away.
    expect(await files()).toEqual(['server.lock', 'server.pid'])
  }
})
