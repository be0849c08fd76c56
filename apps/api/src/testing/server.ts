import type { AddressInfo } from 'node:net'
import { ensureInstallation, type Installation, systemScope } from '@quarterdeck/core/identity'
import { type Deps, openChangeFeed, openWhispers, type Scope } from '@quarterdeck/core/kernel'
import { createTestWorld, type TestWorld } from '@quarterdeck/core/testing'
import { openDatabase } from '@quarterdeck/db'
import type { AppRouter } from '@quarterdeck/trpc'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildServer, type ServerSettings } from '../http/server.ts'

export const owner = { email: 'owner@example.com', password: 'correct horse battery' }
export const writeKey = 'qd_test_write_key_000001'

export interface TestServer extends AsyncDisposable {
  url: string
  world: TestWorld
  deps: Deps
  app: FastifyInstance
  installation: Installation
  /** The product's own scope in the first workspace. */
  scope: Scope
  /** What the server logged, a JSON object a line. */
  logged: string[]
  client: (headers?: Record<string, string>) => TRPCClient<AppRouter>
  /** A bearer token of the owner's. */
  signIn: () => Promise<string>
  /** Stops serving; the database stays. */
  stop: () => Promise<void>
}

interface Listening {
  url: string
  app: FastifyInstance
  logged: string[]
}

async function listen(deps: Deps, installation: Installation, settings: ServerSettings = {}): Promise<Listening> {
  const logged: string[] = []
  const log = pino({ level: 'error' }, { write: line => void logged.push(line) })
  const app = await buildServer({ ...deps, log }, installation, log, settings)
  await app.listen({ port: 0, host: '127.0.0.1' })
  // Listening on TCP, so the address is an object.
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, app, logged }
}

const clientOf =
  (url: string) =>
  (headers: Record<string, string> = {}) =>
    createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })

/** The real server on a fresh test database, on a free port of loopback. */
export async function startTestServer(world?: TestWorld, http: ServerSettings = {}): Promise<TestServer> {
  const own = world ?? (await createTestWorld())
  const { deps } = own
  const settings = { ownerEmail: owner.email, ownerPassword: owner.password, writeKey }
  const installation = await ensureInstallation(deps, settings)
  const listening = await listen(deps, installation, http)
  const client = clientOf(listening.url)
  return {
    ...listening,
    world: own,
    deps,
    installation,
    scope: systemScope(installation.workspaceId, 'test'),
    client,
    signIn: async () => (await client().auth.signIn.mutate(owner)).token,
    stop: () => listening.app.close(),
    async [Symbol.asyncDispose]() {
      await listening.app.close()
      if (!world) await own.close()
    },
  }
}

export interface Twin extends AsyncDisposable, Listening {}

/** A second server instance on the same Postgres database, with connections of its own. */
export async function startTwin({ deps, installation }: TestServer): Promise<Twin> {
  if (!deps.database.url) throw new Error('An embedded database has room for one process')
  const database = await openDatabase({ url: deps.database.url, dataDir: '', connections: 5 })
  const changes = await openChangeFeed(database)
  const whispers = await openWhispers(database)
  const listening = await listen({ ...deps, database, db: database.db, changes, whispers }, installation)
  return {
    ...listening,
    async [Symbol.asyncDispose]() {
      await listening.app.close()
      await whispers.close()
      await changes.close()
      await database.close()
    },
  }
}
