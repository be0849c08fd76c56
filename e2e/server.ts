import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, unpackEmbedded } from '@quarterdeck/db/testing'

const main = fileURLToPath(new URL('../apps/api/src/main.ts', import.meta.url))

/** What one server compiles, the next need not. */
const compileCache = fileURLToPath(new URL('../apps/api/.cache/compiled', import.meta.url))

export const owner = { email: 'owner@example.com', password: 'correct horse battery staple 9' }
export const writeKey = 'qd_e2e_write_key_0001'

export interface Server {
  url: string
  /** Makes it 100 days later, once, for a server whose clock can be turned. */
  turnClock: () => Promise<void>
  stop: () => Promise<void>
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok
  } catch {
    return false
  }
}

async function untilHealthy(url: string, process: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 2_200; tries++) {
    if (process.exitCode !== null) throw new Error(`The server ended:\n${output()}`)
    if (await isHealthy(url)) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`The server did not get ready:\n${output()}`)
}

/** Starts the real server on an embedded database of its own, with or without sample data, and with further settings. */
export async function startServer({
  demo = false,
  turnable = false,
  settings = {},
}: {
  demo?: boolean
  /** Its clock can be turned. */
  turnable?: boolean
  settings?: Record<string, string>
} = {}): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'quarterdeck-e2e-'))
  // Half of a first start is making the database; other tests prove that a server can.
  await unpackEmbedded(join(dataDir, 'postgres'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      QUARTERDECK_DATA_DIR: dataDir,
      QUARTERDECK_OWNER_EMAIL: owner.email,
      QUARTERDECK_OWNER_PASSWORD: owner.password,
      QUARTERDECK_WRITE_KEY: writeKey,
      QUARTERDECK_DEMO: demo ? '1' : '0',
      ...(turnable && { NODE_OPTIONS: `--import=${new URL('turned-clock.ts', import.meta.url)}` }),
      // All tests come from one address, faster than people do.
      QUARTERDECK_RATE_LIMITS: 'anonymous=100000/1m,signedIn=100000/1m,signInAddress=1000/15m',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output += chunk))
  await untilHealthy(url, child, () => output)
  return {
    url,
    turnClock: async () => {
      child.kill('SIGUSR2')
      while (!output.includes('The clock was turned')) await new Promise(resolve => setTimeout(resolve, 50))
    },
    stop: async () => {
      const ended = child.exitCode === null ? once(child, 'exit') : null
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
