import { fileURLToPath } from 'node:url'
import type { PgliteDatabase } from 'drizzle-orm/pglite'
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateServer } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import type { Database } from './database.ts'

const folder = { migrationsFolder: fileURLToPath(new URL('../migrations', import.meta.url)) }

/** Any number that nothing else locks: processes that start together migrate one after the other. */
const migrationLock = 4_400_001

/**
 * Brings the schema up to date; the same files on both engines. Finds out whether vectors are to be had, and turns
 * them on where the server lets us.
 * @returns whether the `vector` extension is there.
 */
export async function migrate(database: Database): Promise<{ vectors: boolean }> {
  if (database.url) {
    const client = postgres(database.url, { max: 1, onnotice: () => {} })
    try {
      await client`select pg_advisory_lock(${migrationLock})`
      await migrateServer(drizzle(client), folder)
    } finally {
      await client.end()
    }
  } else {
    // Made by drizzle-orm/pglite in open-embedded.ts; `Db` is its engine-neutral view.
    await migrateEmbedded(database.db as unknown as PgliteDatabase, folder)
  }
  const vectors = await enableVectors(database)
  // A column of a type that not every server has: so it is no migration.
  if (vectors) await database.script('alter table embeddings add column if not exists embedding vector(1536)')
  return { vectors }
}

async function enableVectors({ run, script }: Database): Promise<boolean> {
  const [row] = await run<{ installed: boolean; available: boolean }>(`
    select exists (select from pg_extension where extname = 'vector') as installed,
      exists (select from pg_available_extensions where name = 'vector') as available`)
  if (row?.installed || !row?.available) return row?.installed ?? false
  try {
    await script('create extension if not exists vector')
    return true
  } catch (error) {
    // 42501: the role may not create extensions. Search stays lexical, which the health page says.
    if (error instanceof Error && Reflect.get(error, 'code') === '42501') return false
    throw error
  }
}
