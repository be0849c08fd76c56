import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

export interface DataDirLock {
  release: () => Promise<void>
}

const errorCode = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Does what may lose a race; false when it did. */
async function wins(attempt: Promise<void>, lost: 'EEXIST' | 'ENOENT'): Promise<boolean> {
  try {
    await attempt
    return true
  } catch (error) {
    if (errorCode(error) === lost) return false
    throw error
  }
}

const readPid = async (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

/** Takes away the lock of a dead process; one that somebody else has put in its place meanwhile is put back. */
async function clear(file: string, dead: string): Promise<void> {
  const away = `${file}.${randomUUID()}`
  if (!(await wins(rename(file, away), 'ENOENT'))) return
  if ((await readPid(away)) !== dead) await wins(link(away, file), 'EEXIST')
  await rm(away)
}

/**
 * Two processes on one embedded database would destroy it. The lock of a process that was killed is taken over.
 * @throws StartError when a living process has it.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const file = join(dataDir, 'server.pid')
  // Linked in place only when written, so that nobody ever reads a lock without its owner.
  const mine = `${file}.${randomUUID()}`
  await writeFile(mine, String(process.pid))
  try {
    for (let tries = 0; tries < 10; tries++) {
      if (await wins(link(mine, file), 'EEXIST')) return { release: () => rm(file, { force: true }) }
      const found = await readPid(file)
      const pid = Number(found)
      // Our own number is that of an earlier life: a container gives its server the same one at every start.
      if (pid && pid !== process.pid && isAlive(pid)) {
        throw new StartError(
          `Another server (process ${pid}) uses the data in ${dataDir}. Stop it, choose another QUARTERDECK_DATA_DIR, or set DATABASE_URL: a Postgres server takes many processes`,
        )
      }
      await clear(file, found)
    }
  } finally {
    await rm(mine)
  }
  throw new StartError(`The data in ${dataDir} could not be locked`)
}
