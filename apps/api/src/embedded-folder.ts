import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

/** Why the database in a data folder is not used, and what can be done. */
export const damaged = (dataDir: string, why: string, cause?: unknown) =>
  new StartError(
    `The database in ${dataDir} cannot be opened (${why}): it is damaged, or not this user's. Put a copy of the folder in its place, or set QUARTERDECK_DATA_DIR to a new one to begin anew`,
    { cause },
  )

async function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
}

export interface EmbeddedFolder {
  /** What the embedded database is opened in. */
  path: string
  /** Called when it is open. */
  opened: () => Promise<void>
}

/**
 * Sees to it that a new database is made only where there is none: the embedded one would make it over what is left of a
 * damaged one. What a first start left that was killed while it made the database goes.
 * @throws StartError when files are there, and no database.
 */
export async function readyFolder(dataDir: string): Promise<EmbeddedFolder> {
  const path = join(dataDir, 'postgres')
  const note = join(dataDir, 'postgres.begun')
  if ((await filesOf(dataDir)).includes('postgres.begun')) await rm(path, { recursive: true, force: true })
  const files = await filesOf(path)
  if (files.length > 0 && !files.includes('PG_VERSION')) throw damaged(dataDir, 'PG_VERSION is missing')
  if (files.length === 0) await writeFile(note, '')
  return { path, opened: () => rm(note, { force: true }) }
}
