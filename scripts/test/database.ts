import { findPostgres, startPostgres } from '../throwaway-postgres.ts'
import { canInstall, install } from './install.ts'

/** A Postgres server for the tests, or why there is none. */
export type TestServer = { url: string; stop: () => Promise<void> } | { problem: string }

/** TEST_DATABASE_URL, else a throw-away server from this machine's binaries, else from Debian's package (as root). */
export async function ensureDatabase(): Promise<TestServer> {
  const url = process.env.TEST_DATABASE_URL
  if (url) return { url, stop: async () => {} }
  if (!findPostgres() && canInstall()) {
    console.log('Installing Debian’s postgresql')
    await install('postgresql')
  }
  if (!findPostgres()) return { problem: 'no Postgres: install it, or name a server in TEST_DATABASE_URL' }
  try {
    return await startPostgres()
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
