import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import type { Database, Engine } from '../database.ts'
import { openEmbedded } from '../open-embedded.ts'
import { openServer } from '../open-server.ts'
import { databaseUrl, embeddedTemplate, serverTemplate } from './template.ts'

export { freePort } from './free-port.ts'
export { type Recorded, recordStatements } from './record-statements.ts'
export { unpackEmbedded } from './template.ts'
export { listenToTopics, type Topics } from './topics.ts'

/** A database of one's own; `close` ends and removes it. */
export type TestDatabase = Database

/** Which engine this run tests: `QUARTERDECK_TEST_ENGINE`, else the embedded one. */
export function testEngine(): Engine {
  const engine = process.env.QUARTERDECK_TEST_ENGINE ?? 'pglite'
  if (engine !== 'pglite' && engine !== 'postgres') throw new Error(`QUARTERDECK_TEST_ENGINE: no engine ${engine}`)
  return engine
}

/** The server that tests may create databases on. `pnpm test` starts one and names it. */
export function testServerUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url) throw new Error('Tests on Postgres need TEST_DATABASE_URL; `pnpm test` starts a server and sets it')
  return url
}

/** Makes a fresh, migrated database on a Postgres server. */
export async function createServerDatabase(server = testServerUrl()): Promise<TestDatabase & { url: string }> {
  const template = await serverTemplate(server)
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = postgres(server, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} template ${template}`)
  const url = databaseUrl(server, name)
  const database = openServer(url, 5)
  return {
    ...database,
    url,
    close: async () => {
      await database.close()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Makes a fresh, migrated database on the engine under test. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return testEngine() === 'postgres' ? createServerDatabase() : openEmbedded(null, await embeddedTemplate())
}
