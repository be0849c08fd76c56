import { fileURLToPath } from 'node:url'
import type { PgliteDatabase } from 'drizzle-orm/pglite'
import { migrate as migrateEmbedded } from 'drizzle-orm/pglite/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as migrateServer } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import journal from '../migrations/meta/_journal.json' with { type: 'json' }
import type { Database } from './database.ts'

const folder = { migrationsFolder: fileURLToPath(new URL('../migrations', import.meta.url)) }

/** Any number that nothing else locks: processes that start together migrate one after the other. */
const migrationLock = 4_400_001

/** A database that this program must not run on; its text says what to do. */
export class UnfitDatabase extends Error {}

/** The oldest Postgres that the migrations run on. */
const oldestServer = 15
const newestMigration = Math.max(...journal.entries.map(({ when }) => when))

/** Drizzle passes over migrations that it does not know: an older program would run on tables that have changed since. */
async function refuseUnfit({ run }: Database): Promise<void> {
  const [server] = await run<{ version: number; migrated: boolean }>(`
    select current_setting('server_version_num')::int / 10000 as version,
      to_regclass('drizzle.__drizzle_migrations') is not null as migrated`)
  if (server && server.version < oldestServer) {
    throw new UnfitDatabase(`Postgres ${server.version} is too old: Quarterdeck needs ${oldestServer} or newer`)
  }
  if (!server?.migrated) return
  const [row] = await run<{ newer: boolean }>(
    `select coalesce(max(created_at), 0) > ${newestMigration} as newer from drizzle.__drizzle_migrations`,
  )
  if (row?.newer) {
    throw new UnfitDatabase(
      'The database was written by a newer version of Quarterdeck: start that version, or restore a backup from before',
    )
  }
}

/**
 * Brings the schema up to date; the same files on both engines. Finds out whether vectors are to be had, and turns
 * them on where the server lets us.
 * @returns whether the `vector` extension is there.
 * @throws UnfitDatabase when Postgres is too old, or the database newer than this program.
 */
export async function migrate(database: Database): Promise<{ vectors: boolean }> {
  if (!database.url) {
    await refuseUnfit(database)
    // Made by drizzle-orm/pglite in open-embedded.ts; `Db` is its engine-neutral view.
    await migrateEmbedded(database.db as unknown as PgliteDatabase, folder)
    return extend(database)
  }
  const client = postgres(database.url, { max: 1, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    await refuseUnfit(database)
    await migrateServer(drizzle(client), folder)
    // Still one after the other: `if not exists` is no guard against another who makes the same at the same time.
    return await extend(database)
  } finally {
    await client.end()
  }
}

/** What needs extensions, which not every server has: so it is no migration. */
async function extend(database: Database): Promise<{ vectors: boolean }> {
  await indexTrigrams(database)
  const vectors = await enable(database, 'vector')
  if (vectors) {
    await database.script(`
      alter table embeddings add column if not exists embedding vector(1536);
      alter table activity_embeddings add column if not exists embedding vector(1024)`)
  }
  return { vectors }
}

/**
 * Texts that are searched for a part of them have an index by their trigrams, wherever the server has those. Without it they are
 * read from end to end: as right, and slower.
 */
async function indexTrigrams(database: Database): Promise<void> {
  if (!(await enable(database, 'pg_trgm'))) return
  await database.script(`
    create index if not exists messages_by_part on messages using gin (content gin_trgm_ops) where deleted_at is null;
    create index if not exists conversations_by_part on conversations using gin (subject gin_trgm_ops);
    create index if not exists people_by_part on people using gin (name gin_trgm_ops, email gin_trgm_ops);
    create index if not exists identities_by_part on identities using gin (subject gin_trgm_ops);
    create index if not exists members_by_part on members using gin ((traits::text) gin_trgm_ops)`)
}

/** Turns an extension on where the server has it and lets us. @returns whether it is on. */
async function enable({ run, script }: Database, name: 'vector' | 'pg_trgm'): Promise<boolean> {
  const [row] = await run<{ installed: boolean; available: boolean }>(`
    select exists (select from pg_extension where extname = '${name}') as installed,
      exists (select from pg_available_extensions where name = '${name}') as available`)
  if (row?.installed || !row?.available) return row?.installed ?? false
  try {
    await script(`create extension if not exists ${name}`)
    return true
  } catch (error) {
    // 42501: the role may not create extensions. Search does without: it stays lexical, which the health page says, or slower.
    if (error instanceof Error && Reflect.get(error, 'code') === '42501') return false
    throw error
  }
}
