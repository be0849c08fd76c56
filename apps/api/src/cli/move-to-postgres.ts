import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { jobs } from '@quarterdeck/core/jobs'
import { openJobs, silentLog } from '@quarterdeck/core/kernel'
import { type Moved, moveDatabase } from '@quarterdeck/core/operations'
import { type Database, openDatabase, refuseInhabited, UnfitDatabase } from '@quarterdeck/db'
import { defineCommand } from 'citty'
import { openDataDir, prepare } from '../compose.ts'
import { type Env, readEnv } from '../env.ts'
import { StartError } from '../start-error.ts'
import { orExplain } from './session.ts'

const inWords = (error: unknown) => {
  throw error instanceof UnfitDatabase ? new StartError(error.message, { cause: error }) : error
}

/** Looks whether the target may be moved into before anything is made in it. */
async function moveInto(source: Database, url: string): Promise<Moved & { vectors: boolean }> {
  const database = await openDatabase({ url, dataDir: '' })
  try {
    await refuseInhabited(database.db)
    const { vectors } = await prepare(database)
    const queue = await openJobs(database, jobs, silentLog, false)
    try {
      return { ...(await moveDatabase(source, { database, vectors, queue }, jobs)), vectors }
    } finally {
      await queue.stop()
    }
  } finally {
    await database.close()
  }
}

type Told = Awaited<ReturnType<typeof moveInto>>

function say({ tables, jobs, vectors }: Told, { dataDir, storage }: Env): void {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const largest = tables.filter(table => table.rows > 0).sort((one, other) => other.rows - one.rows)
  console.log(`${rows} rows of ${largest.length} tables moved, counted on both sides; jobs that wait there: ${jobs}`)
  for (const table of largest.slice(0, 8)) console.log(`  ${String(table.rows).padStart(9)}  ${table.name}`)
  if (!vectors) console.log('It has no pgvector: search goes by words until it has, and embeddings are then made anew')
  if (storage) console.log(`Attachments in the bucket ${storage.bucket} stay there: keep its settings`)
  console.log(
    '\nStart the server with DATABASE_URL set to that address from now on, and with no other setting changed.',
  )
  console.log(`${dataDir} stays as it was: keep it until you have looked around, and start nothing on it again.`)
}

async function move(url: string | undefined, know: (env: Env) => Env): Promise<void> {
  const env = readEnv(undefined, url ? { DATABASE_URL: url } : {})
  // An address is where to, here as later; where from is always the folder.
  const source = know({ ...env, databaseUrl: undefined })
  if (!env.databaseUrl) throw new StartError('Where to? Give the address, postgres://user:password@host/database')
  await access(join(env.dataDir, 'postgres', 'PG_VERSION')).catch(() => {
    throw new StartError(`There is no database in ${env.dataDir}: set QUARTERDECK_DATA_DIR to the folder that has one`)
  })
  const database = await openDataDir(source)
  try {
    await prepare(database)
    know(env)
    say(await moveInto(database, env.databaseUrl).catch(inWords), env)
  } finally {
    await database.close()
  }
}

export const moveToPostgres = defineCommand({
  meta: {
    name: 'move-to-postgres',
    description: 'Moves everything from the data folder into an empty Postgres database',
  },
  args: { url: { type: 'positional', description: 'Its address; DATABASE_URL unless given', required: false } },
  run: ({ args }) => orExplain(know => move(args.url, know)),
})
