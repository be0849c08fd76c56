import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

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

/**
 * Two processes on one embedded database would destroy it. The lock of a process that was killed is taken over.
 * @throws Error when a living process has it.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const file = join(dataDir, 'server.pid')
  for (let tries = 0; tries < 3; tries++) {
    try {
      const handle = await open(file, 'wx')
      await handle.writeFile(String(process.pid))
      await handle.close()
      return { release: () => rm(file, { force: true }) }
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
    const pid = Number(await readFile(file, 'utf8').catch(() => ''))
    if (pid && pid !== process.pid && isAlive(pid)) {
      throw new Error(
        `Another server (process ${pid}) uses the data in ${dataDir}. Stop it, choose another QUARTERDECK_DATA_DIR, or set DATABASE_URL: a Postgres server takes many processes.`,
      )
    }
    await rm(file, { force: true })
  }
  throw new Error(`The data in ${dataDir} could not be locked`)
}
