import type { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database, Db } from './database.ts'
import { type EmbeddedClient, type EmbeddedTransaction, startEmbedded } from './embedded/client.ts'
import * as schema from './schema/index.ts'

/** Drizzle hands parsers over as functions, which cannot cross threads; the worker has the same ones by a flag. */
function asDrizzleClient(client: EmbeddedClient) {
  const statements = (target: EmbeddedTransaction) => ({
    query: (text: string, params: unknown[], options?: { rowMode?: 'array' | 'object' }) =>
      target.query(text, params, { ...(options?.rowMode && { rowMode: options.rowMode }), rawTimes: true }),
    exec: target.exec,
  })
  return {
    ...statements(client),
    transaction: <T>(run: (tx: ReturnType<typeof statements>) => Promise<T>) =>
      client.transaction(tx => run(statements(tx))),
  }
}

/**
 * Opens the embedded Postgres (PGlite) on a worker thread.
 * @param dataDir a folder, made when absent; null keeps everything in memory.
 */
export async function openEmbedded(
  dataDir: string | null,
  snapshot: Uint8Array<ArrayBuffer> | null = null,
): Promise<Database & { dump: EmbeddedClient['dump'] }> {
  const client = await startEmbedded({ dataDir, snapshot })
  // Drizzle calls only query, exec and transaction of a PGlite, and these answer as PGlite does.
  const db: Db = drizzle(asDrizzleClient(client) as unknown as PGlite, { schema, casing: 'snake_case' })
  return {
    engine: 'pglite',
    db,
    run: async <Row extends object>(text: string, params: readonly unknown[] = []) =>
      // The row type is the caller's word for what its statement gives.
      (await client.query(text, params, { rawTimes: true })).rows as Row[],
    runPlanned: async <Row extends object>(text: string, params: readonly string[]) =>
      // As above.
      (await client.queryPlanned(text, params)) as Row[],
    script: async text => (await client.exec(text)).flatMap(result => result.rows as object[]),
    listen: async (channel, { onPayload, onReady }) => {
      const stop = await client.listen(channel, onPayload)
      onReady()
      return stop
    },
    connections: 1,
    url: null,
    dump: client.dump,
    close: client.close,
  }
}
