import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDir } from './compose.ts'
import { readyFolder } from './embedded-folder.ts'
import { StartError } from './start-error.ts'

let dataDir = ''
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'quarterdeck-folder-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

async function plant(file: string, content = ''): Promise<void> {
  await mkdir(join(dataDir, 'postgres'), { recursive: true })
  await writeFile(join(dataDir, 'postgres', file), content)
}
const left = async () => (await readdir(dataDir, { recursive: true })).filter(file => file !== 'server.lock').sort()

test('what is left of a damaged database is not written over', async () => {
  await plant('precious')
  await expect(openDataDir({ dataDir })).rejects.toThrow(StartError)
  await expect(openDataDir({ dataDir })).rejects.toThrow('PG_VERSION is missing')
  expect(await left()).toEqual(['postgres', 'postgres/precious'])
})

test('one that does not open is said in a sentence that tells what to do, and its folder is free again', async () => {
  await plant('PG_VERSION', '99\n')
  await expect(openDataDir({ dataDir })).rejects.toThrow(StartError)
  await expect(openDataDir({ dataDir })).rejects.toThrow(/cannot be opened \(.+\): .* set QUARTERDECK_DATA_DIR/)
})

test('what a first start left half made is made again, and a database that was opened once is kept', async () => {
  await readyFolder(dataDir)
  await plant('half-made')
  const { path, opened } = await readyFolder(dataDir)
  expect([path, await left()]).toEqual([join(dataDir, 'postgres'), ['postgres.begun']])
  await plant('PG_VERSION')
  await opened()
  await (await readyFolder(dataDir)).opened()
  expect(await left()).toEqual(['postgres', 'postgres/PG_VERSION'])
})
