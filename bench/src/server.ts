import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Engine } from '@quarterdeck/db'
import { startPostgres } from '@quarterdeck/scripts/throwaway-postgres'
import { progress } from './report.ts'

const entry = fileURLToPath(new URL('../../apps/api/src/main.ts', import.meta.url))
const command = fileURLToPath(new URL('../../apps/api/src/cli/main.ts', import.meta.url))

export const owner = { email: 'owner@example.com', password: 'correct horse battery' }
export const writeKey = 'bench-write-key-0123456789'

/** The product's server in a process of its own, on a new database. */
export interface Server {
  /** `http://127.0.0.1:…`, without a slash at its end. */
  address: string
  /** Null when the database is embedded. */
  databaseUrl: string | null
  /** Where the embedded database is. */
  dataDir: string
  /** Ends the process, so that its data can be looked at. */
  stop: () => Promise<void>
}

type Settings = Record<string, string>

/** What there is before the server starts. */
export interface Beginning {
  /** Documents, one JSON a line, for `quarterdeck import-knowledge`. */
  library?: readonly object[]
  /** More settings. */
  more?: Settings
}

/** One machine plays a hundred browsers and a fleet of trackers here: counted as ever, and allowed. */
const limits = ['anonymous', 'signedIn', 'key', 'streams', 'signIn', 'signInAddress', 'ingest'].map(
  name => `${name}=1000000/1s`,
)

/**
 * A shell between us and the server ends it at the first line, and removes its data at the second. Both lines also
 * come when this process is gone, however it ended.
 */
const guard =
  'trap "" INT TERM HUP PIPE; "$@" </dev/null & read _; kill -TERM $! 2>/dev/null; wait $!; echo stopped 2>/dev/null; read _; rm -rf "$0"'

const settings = (dataDir: string, databaseUrl: string | null, more: Settings) => ({
  PATH: process.env.PATH,
  PORT: '0',
  QUARTERDECK_DATA_DIR: dataDir,
  QUARTERDECK_DEMO: '0',
  QUARTERDECK_OWNER_EMAIL: owner.email,
  QUARTERDECK_OWNER_PASSWORD: owner.password,
  QUARTERDECK_WRITE_KEY: writeKey,
  QUARTERDECK_RATE_LIMITS: limits.join(),
  ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  ...more,
})

function spawnServer(env: ReturnType<typeof settings>) {
  const dataDir = env.QUARTERDECK_DATA_DIR
  const shell = spawn('/bin/sh', ['-c', guard, dataDir, process.execPath, entry], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  })
  const closed = new Promise<void>(resolve => shell.once('close', () => resolve()))
  let said = ''
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const until = async (pattern: RegExp): Promise<string> => {
    const deadline = Date.now() + 30_000
    while (Date.now() < deadline) {
      const found = pattern.exec(said)?.[1]
      if (found) return found
      if (said.includes('could not start')) break
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    throw new Error(`The server did not say ${pattern} in 30 s, but:\n${said}`)
  }
  return {
    until,
    stop: async () => {
      shell.stdin.write('stop\n')
      await until(/(stopped)\n$/)
    },
    end: async () => {
      shell.stdin.end()
      await closed
    },
  }
}

/** Brings in documents as people do who have many: with the product's own command, before anybody is there. */
async function importLibrary(library: readonly object[], env: ReturnType<typeof settings>): Promise<void> {
  const started = performance.now()
  const file = join(env.QUARTERDECK_DATA_DIR, 'library.jsonl')
  try {
    writeFileSync(file, library.map(document => JSON.stringify(document)).join('\n'))
    await promisify(execFile)(process.execPath, [command, 'import-knowledge', file], { env })
    rmSync(file)
  } catch (error) {
    rmSync(env.QUARTERDECK_DATA_DIR, { recursive: true, force: true })
    throw error
  }
  progress(`${library.length} documents are there after ${((performance.now() - started) / 1_000).toFixed(0)} s`)
}

async function withProcess(
  databaseUrl: string | null,
  role: 'all' | 'http',
  use: (server: Server) => Promise<void>,
  { library, more = {} }: Beginning,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'qd-bench-'))
  const env = settings(dataDir, databaseUrl, { ...more, QUARTERDECK_ROLE: role })
  if (library) await importLibrary(library, env)
  const { until, stop, end } = spawnServer(env)
  try {
    const address = await until(/Console +(http:\/\/\S+)\/admin/)
    await use({ address, databaseUrl, dataDir, stop })
  } finally {
    await end()
  }
}

/**
 * Starts the product on a new, empty database: a throw-away Postgres that keeps what it commits (fsync and
 * synchronous_commit on, else the server's own defaults), or the embedded one. Everything is removed afterwards.
 * @param role `http` leaves out the job process, whose scan every minute would fall into the figures.
 * @param beginning what is in it when the server starts; nothing when left out.
 */
export async function withServer(
  engine: Engine,
  role: 'all' | 'http',
  use: (server: Server) => Promise<void>,
  beginning: Beginning = {},
): Promise<void> {
  progress(`Starting ${engine === 'postgres' ? 'a throw-away Postgres and' : 'the embedded database in'} a server`)
  if (engine === 'pglite') return withProcess(null, role, use, beginning)
  const postgres = await startPostgres({ durable: true })
  try {
    await withProcess(postgres.url, role, use, beginning)
  } finally {
    await postgres.stop()
  }
}
