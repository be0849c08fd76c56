import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from './database.ts'
import * as schema from './schema/index.ts'

/**
 * Connects to a Postgres server, version 15 or newer.
 * @param url `postgres://…`; options in its query string are postgres.js's.
 * @param connections the size of the pool; listening takes one more.
 */
export function openServer(url: string, connections = 10): Database {
  const client = postgres(url, { max: connections, onnotice: () => {}, connect_timeout: 10 })
  const db = drizzle(client, { schema, casing: 'snake_case' })
  const run = async <Row extends object>(text: string, params: readonly unknown[] = []) =>
    // postgres.js types parameters by what it can serialise; the row type is the caller's word for its SELECT list.
    (await client.unsafe(text, [...params] as never[], { prepare: params.length > 0 })) as unknown as Row[]
  return {
    engine: 'postgres',
    db,
    run,
    // Each connection keeps its prepared statements.
    runPlanned: run,
    script: async text => {
      const results: unknown = await client.unsafe(text)
      // Several statements give a list of row lists, a single one gives its rows.
      return Array.isArray(results) ? (results.flat() as object[]) : []
    },
    listen: async (channel, { onPayload, onReady }) => {
      const { unlisten } = await client.listen(channel, onPayload, onReady)
      return unlisten
    },
    connections,
    url,
    close: () => client.end({ timeout: 5 }),
  }
}
