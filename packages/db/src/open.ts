import type { Database } from './database.ts'
import { openEmbedded } from './open-embedded.ts'
import { openServer } from './open-server.ts'

/** Where the data is: a Postgres server when `url` is given, else the embedded database in `dataDir`. */
export interface DatabaseSettings {
  url?: string | undefined
  dataDir: string
  connections?: number
}

/** The one place where embedded and server mode part. */
export async function openDatabase({ url, dataDir, connections }: DatabaseSettings): Promise<Database> {
  return url ? openServer(url, connections) : openEmbedded(dataDir)
}
