import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase } from '@quarterdeck/db'
import { createServerDatabase, testEngine, unpackEmbedded } from '@quarterdeck/db/testing'

/** Where server processes keep their data, on the engine under test. */
export interface DataPlace extends AsyncDisposable {
  /** The settings that send a process there. */
  env: Record<string, string>
  /** A folder that goes when the test ends. */
  folder: string
  /** Looks at the data. Embedded: only while no process has it. */
  look: <Found>(ask: (database: Database) => Promise<Found>) => Promise<Found>
}

/** @param fresh embedded: there is no database yet, and the first process makes one, which takes it seconds. */
export async function makeDataPlace(fresh = false): Promise<DataPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'quarterdeck-test-'))
  const server = testEngine() === 'postgres' ? await createServerDatabase() : null
  if (!server && !fresh) await unpackEmbedded(join(folder, 'postgres'))
  const env = { QUARTERDECK_DATA_DIR: folder, ...(server && { DATABASE_URL: server.url }) }
  return {
    env,
    folder,
    async look(ask) {
      if (server) return ask(server)
      const database = await openDatabase({ dataDir: join(folder, 'postgres') })
      try {
        return await ask(database)
      } finally {
        await database.close()
      }
    },
    async [Symbol.asyncDispose]() {
      await server?.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
