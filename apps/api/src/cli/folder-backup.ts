import { access, mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { type Database, openDatabase } from '@quarterdeck/db'
import { create, extract } from 'tar'
import { prepare } from '../compose.ts'
import { lockDataDir } from '../data-dir-lock.ts'
import { damaged } from '../embedded-folder.ts'
import type { Env } from '../env.ts'
import { StartError } from '../start-error.ts'

/** What a backup holds, to be said to whoever made it. */
export interface BackedUp {
  workspaces: number
  events: number
  /** Of the file, in bytes. */
  size: number
}

/** The database in the data folder, and in a backup. */
const inside = 'postgres'

/** Stops at what is odd, and at once: a step that goes on behind an error would write into what is removed meanwhile. */
const exact = { strict: true, sync: true } as const

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

function refuseServer({ databaseUrl }: Env, tool: string): void {
  if (!databaseUrl) return
  throw new StartError(
    `DATABASE_URL is set, and this is for the embedded database: use ${tool} of Postgres, or unset DATABASE_URL`,
  )
}

/** Nobody else works on the folder meanwhile: its files are then a whole database. */
async function alone<T>({ dataDir }: Env, work: (folder: string) => Promise<T>): Promise<T> {
  const lock = await lockDataDir(dataDir)
  try {
    return await work(join(dataDir, inside))
  } finally {
    await lock.release()
  }
}

/** Opens the database in a folder, has it write down what only its log holds, and closes it again. */
async function within<T>(folder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: folder })
  try {
    const result = await work(database)
    await database.script('checkpoint')
    return result
  } finally {
    await database.close()
  }
}

async function countIn({ run }: Database): Promise<Omit<BackedUp, 'size'>> {
  const [row] = await run<{ workspaces: number; events: number }>(
    'select (select count(*)::int from workspaces) as workspaces, (select count(*)::float8 from events) as events',
  )
  return { workspaces: row?.workspaces ?? 0, events: row?.events ?? 0 }
}

/**
 * Writes the embedded database into one file, a gzipped tar that only its owner reads. It is opened first: a damaged one is
 * worth no backup. A file that is there is not written over, and half a one never has the name.
 * @throws StartError while a server works on the folder, and for what somebody can mend.
 */
export async function backUp(env: Env, file: string): Promise<BackedUp> {
  const { dataDir } = env
  refuseServer(env, 'pg_dump')
  const folder = join(dataDir, inside)
  const isHalfMade = await isThere(join(dataDir, `${inside}.begun`))
  if (isHalfMade || !(await isThere(join(folder, 'PG_VERSION')))) {
    throw new StartError(`There is no database in ${dataDir}: set QUARTERDECK_DATA_DIR to the folder that has one`)
  }
  if (await isThere(file)) throw new StartError(`${file} is there, and nothing is written over: choose another name`)
  if (`${dirname(resolve(file))}${sep}`.startsWith(`${resolve(folder)}${sep}`)) {
    throw new StartError(`${file} lies in the database itself: choose another folder`)
  }
  const part = `${file}.part`
  const cannot = (error: unknown) => {
    throw new StartError(`${file} cannot be written (${reasonOf(error)})`, { cause: error })
  }
  // Before the database is opened for nothing.
  await writeFile(part, '', { mode: 0o600 }).catch(cannot)
  try {
    return await alone(env, async () => {
      const counted = await within(folder, countIn).catch(error => {
        throw damaged(dataDir, error instanceof Error ? error.message : String(error), error)
      })
      return { ...counted, size: await pack(dataDir, part, file).catch(cannot) }
    })
  } finally {
    await rm(part, { force: true })
  }
}

async function pack(dataDir: string, part: string, file: string): Promise<number> {
  create({ file: part, cwd: dataDir, gzip: true, ...exact }, [inside])
  const handle = await open(part, 'r+')
  await handle.sync()
  const { size } = await handle.stat()
  await handle.close()
  await rename(part, file)
  return size
}

const reasonOf = (error: unknown) => {
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error)
}

/**
 * Puts a backup into a data folder that has no database. It is unpacked beside its place, opened, and brought up to date there:
 * what is no whole backup changes nothing.
 * @throws StartError when a database is there, and for a file that is none of ours or of a newer version.
 */
export async function restoreFrom(env: Env, file: string): Promise<Omit<BackedUp, 'size'>> {
  const { dataDir } = env
  refuseServer(env, 'pg_restore')
  await access(file).catch(error => {
    throw new StartError(`${file} cannot be read (${reasonOf(error)})`)
  })
  await mkdir(dataDir, { recursive: true })
  return alone(env, async folder => {
    const files = await readdir(folder).catch(() => [])
    if (files.length > 0) {
      throw new StartError(
        `There is a database in ${dataDir}, and nothing is written over: set QUARTERDECK_DATA_DIR to a new folder`,
      )
    }
    const beside = `${folder}.restoring`
    try {
      await unpack(file, beside)
      const counted = await within(beside, async database => {
        await prepare(database)
        return countIn(database)
      })
      if (counted.workspaces === 0) throw new StartError(`${file} holds no workspace`)
      await rmdir(folder).catch(() => {})
      await rename(beside, folder)
      await rm(`${folder}.begun`, { force: true })
      return counted
    } catch (error) {
      await rm(beside, { recursive: true, force: true })
      if (error instanceof StartError) throw error
      throw new StartError(`${file} is no backup of Quarterdeck, or not whole (${reasonOf(error)})`, { cause: error })
    }
  })
}

/** Takes files and folders out of it, and nothing else that a tar can hold. */
async function unpack(file: string, into: string): Promise<void> {
  await rm(into, { recursive: true, force: true })
  await mkdir(into, { recursive: true, mode: 0o700 })
  extract({
    ...{ file, cwd: into, strip: 1, preserveOwner: false, ...exact },
    filter: (path, entry) =>
      path.startsWith(`${inside}/`) && 'type' in entry && (entry.type === 'File' || entry.type === 'Directory'),
  })
  if (!(await isThere(join(into, 'PG_VERSION')))) throw new Error('there is no database in it')
}
