import { mkdir } from 'node:fs/promises'
import { createProviderTokens } from '@quarterdeck/core/identity'
import { jobs } from '@quarterdeck/core/jobs'
import {
  createEmbedder,
  createObjectStore,
  createOpenAi,
  type Deps,
  type Log,
  openChangeFeed,
  openJobs,
  openWhispers,
  systemClock,
} from '@quarterdeck/core/kernel'
import { type Database, migrate, openDatabase, UnfitDatabase } from '@quarterdeck/db'
import packageJson from '../package.json' with { type: 'json' }
import { lockDataDir } from './data-dir-lock.ts'
import { damaged, readyFolder } from './embedded-folder.ts'
import type { Env } from './env.ts'
import { createMailer } from './mailer.ts'
import { StartError } from './start-error.ts'

export interface Composition {
  deps: Deps
  /** Begins to run jobs. */
  work: () => Promise<void>
  close: () => Promise<void>
}

/** The database in the data folder, which is nobody else's until `close`. */
export async function openDataDir({ dataDir }: Pick<Env, 'dataDir'>): Promise<Database> {
  await mkdir(dataDir, { recursive: true })
  const lock = await lockDataDir(dataDir)
  try {
    const folder = await readyFolder(dataDir)
    const database = await openDatabase({ dataDir: folder.path }).catch(error => {
      throw damaged(dataDir, error instanceof Error ? error.message : String(error), error)
    })
    await folder.opened()
    const close = async () => {
      await database.close()
      await lock.release()
    }
    return { ...database, close }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Brings the tables up to date. @returns whether vectors are to be had. */
export async function prepare(database: Database): Promise<{ vectors: boolean }> {
  return migrate(database).catch(error => {
    throw error instanceof UnfitDatabase ? new StartError(error.message, { cause: error }) : error
  })
}

/** Wires the product to the world, once a process: the only place that knows which database, clock and runner it is. */
export async function compose(env: Env, log: Log): Promise<Composition> {
  const { databaseUrl: url, dataDir } = env
  const database = url ? await openDatabase({ url, dataDir }) : await openDataDir(env)
  const { vectors } = await prepare(database)
  const jobRunner = await openJobs(database, jobs, log, env.role !== 'http')
  const changes = await openChangeFeed(database)
  const whispers = await openWhispers(database)
  const publicUrl = (env.publicUrl ?? `http://${env.host}:${env.port}`).replace(/\/$/, '')
  const deps: Deps = {
    database,
    db: database.db,
    vectors,
    jobs: jobRunner,
    changes,
    whispers,
    clock: systemClock,
    webhookSecrets: env.webhookSecrets,
    integrations: env.integrations,
    limits: env.limits,
    log,
    mailer: env.smtpUrl
      ? createMailer(env.smtpUrl, env.mailFrom ?? `quarterdeck@${new URL(publicUrl).hostname}`)
      : null,
    llm: env.llm ? createOpenAi(env.llm) : null,
    embedder: env.embeddings ? createEmbedder(env.embeddings) : null,
    objects: env.storage ? createObjectStore(env.storage) : null,
    version: packageJson.version,
    publicUrl,
    providerTokens: env.clerkIssuer ? createProviderTokens({ issuer: env.clerkIssuer, clock: systemClock, log }) : null,
  }
  return {
    deps,
    work: () => jobRunner.work(deps),
    close: async () => {
      await jobRunner.stop()
      await whispers.close()
      await changes.close()
      await database.close()
    },
  }
}
