import { open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StartError } from './start-error.ts'

export interface DataDirLock {
  release: () => Promise<void>
}

// An SQLite file is the only lock of Node's own that the system itself lets go when its process dies: one that is told
// by a file's content cannot be taken over from a dead process without a moment in which two have it.
const busy = 5 // SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy
const held = new Set<DatabaseSync>() // a lock that nobody refers to would be collected, and let go

/** @returns false when another process, or this one, has the lock. */
function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
    return true
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return false
    throw error
  }
}

/**
 * Two processes on one embedded database would destroy it. The lock of a process that was killed is free.
 * @throws StartError when a living process has it.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const file = join(dataDir, 'server.lock')
  const owner = join(dataDir, 'server.pid')
  // Opened by Node first: its errors say which file and why, SQLite's do not.
  await (await open(file, 'a')).close()
  // Of two that come at once both would be refused if neither waited a moment.
  const lock = new DatabaseSync(file, { timeout: 500 })
  if (!take(lock)) {
    const pid = await readFile(owner, 'utf8').catch(() => 'unknown')
    throw new StartError(
      `Another server (process ${pid}) uses the data in ${dataDir}. Stop it, choose another QUARTERDECK_DATA_DIR, or set DATABASE_URL: a Postgres server takes many processes`,
    )
  }
  held.add(lock)
  await writeFile(owner, String(process.pid))
  return {
    release: async () => {
      await rm(owner, { force: true })
      lock.close()
      held.delete(lock)
    },
  }
}
