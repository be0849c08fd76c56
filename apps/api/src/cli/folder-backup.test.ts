import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { testEngine } from '@quarterdeck/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lockDataDir } from '../data-dir-lock.ts'
import { type Env, readEnv } from '../env.ts'
import { type DataPlace, makeDataPlace } from '../testing/data-place.ts'
import { backUp, restoreFrom } from './folder-backup.ts'

// The engine under test decides nothing here: the folder is the embedded database's.
describe.skipIf(testEngine() !== 'pglite')('a backup of the data folder (the embedded database only)', () => {
  let place: DataPlace
  let env: Env
  let file: string
  const elsewhere = (name: string): Env => ({ ...env, dataDir: join(place.folder, name) })

  beforeAll(async () => {
    place = await makeDataPlace()
    env = readEnv({ QUARTERDECK_DATA_DIR: place.folder })
    file = join(place.folder, 'saved.tar.gz')
    await place.look(({ script }) =>
      script(`insert into workspaces (id, name, slug) values (gen_random_uuid(), 'Kept', 'kept');
        insert into events (workspace_id, id, name, visit_id, occurred_at, client_at, received_at, source)
          select id, gen_random_uuid(), 'kept', 'v', now(), now(), now(), 'sdk' from workspaces`),
    )
  })
  afterAll(() => place[Symbol.asyncDispose]())

  test('is refused while somebody works on the folder, and where there is none', async () => {
    const lock = await lockDataDir(place.folder)
    await expect(backUp(env, file)).rejects.toThrow(/^Another server \(process \d+\) uses the data/)
    await lock.release()
    await expect(backUp(elsewhere('nothing'), file)).rejects.toThrow('There is no database in')
    await expect(backUp({ ...env, databaseUrl: 'postgres://x' }, file)).rejects.toThrow('pg_dump')
    await expect(backUp(env, join(place.folder, 'postgres', 'base', 'in-it'))).rejects.toThrow('choose another folder')
    await expect(backUp(env, join(place.folder, 'no-folder', 'x'))).rejects.toThrow('cannot be written (ENOENT)')
    expect(await readdir(place.folder)).not.toContain('saved.tar.gz')
  })

  test('is one file for its owner, which makes the same database in another folder, and writes nothing over', async () => {
    expect(await backUp(env, file)).toMatchObject({ workspaces: 1, events: 1, size: expect.any(Number) })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const before = await readFile(file)
    await expect(backUp(env, file)).rejects.toThrow('nothing is written over')
    expect((await readFile(file)).equals(before)).toBe(true)
    await expect(restoreFrom(env, file)).rejects.toThrow('There is a database in')

    const other = elsewhere('other')
    expect(await restoreFrom(other, file)).toEqual({ workspaces: 1, events: 1 })
    expect((await readdir(other.dataDir)).filter(name => name.startsWith('postgres'))).toEqual(['postgres'])
    await expect(restoreFrom(other, file)).rejects.toThrow('There is a database in')
  })

  test('that is none, or not whole, leaves the folder as it was', async () => {
    const broken = join(place.folder, 'broken')
    const whole = await readFile(file)
    for (const [what, bytes] of [
      ['half of it', whole.subarray(0, whole.length / 2)],
      ['text', Buffer.from('no backup')],
      ['nothing', Buffer.alloc(0)],
    ] as const) {
      await writeFile(broken, bytes)
      const target = elsewhere('target')
      await mkdir(target.dataDir, { recursive: true })
      await expect(restoreFrom(target, broken), what).rejects.toThrow(/is no backup of Quarterdeck, or not whole/)
      expect([what, (await readdir(target.dataDir)).filter(name => name.startsWith('postgres'))]).toEqual([what, []])
    }
    await expect(restoreFrom(elsewhere('target'), join(place.folder, 'missing'))).rejects.toThrow('cannot be read')
  })
})
