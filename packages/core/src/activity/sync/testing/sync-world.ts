import { generateKeyPairSync } from 'node:crypto'
import { installations } from '@quarterdeck/db'
import { noIntegrations, type Scope } from '../../../kernel/index.ts'
import { createTestWorld, type TestWorld } from '../../../testing/index.ts'
import { syncSweepJob } from '../jobs.ts'
import { Killed, type Life, makeMortal } from './mortal.ts'

export interface SyncWorld extends TestWorld {
  /** Turns the clock on, and lets what is due happen. */
  pass: (milliseconds: number) => Promise<void>
  /** An installation of the app in a workspace of its own. */
  makeInstallation: (scope: Scope, more?: Partial<typeof installations.$inferInsert>) => Promise<string>
  now: () => Date
  /** The process that the jobs run in. */
  life: Life
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** What an app is set up with. */
export const appSettings = (apiUrl: string) => ({
  ...{ apiUrl, auth: { appId: '12', privateKey: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() } },
})

/** A test world whose clock stands still but for what a test lets pass. */
export async function createSyncWorld(
  begins: Date,
  more: Parameters<typeof createTestWorld>[0] = {},
): Promise<SyncWorld> {
  const world = await createTestWorld({ integrations: { ...noIntegrations, patience: 5_000 }, ...more })
  const life = makeMortal(world.deps.db)
  const deps = Object.assign(world.deps, { db: life.db })
  let now = begins
  world.setNow(now)
  return {
    ...world,
    ...{ life, now: () => now },
    pass: async milliseconds => {
      now = new Date(now.getTime() + milliseconds)
      world.setNow(now)
      await deps.jobs.enqueue(deps.db, syncSweepJob, {})
      try {
        await world.runJobs()
      } catch (error) {
        if (!(error instanceof Killed)) throw error
      }
    },
    makeInstallation: async ({ workspaceId }, own = {}) => {
      const row = { workspaceId, installationId: 34, accountLogin: 'acme', accountType: 'Organization' }
      const [made] = await deps.db
        .insert(installations)
        .values({ ...row, repositorySelection: 'all', ...own })
        .returning({ id: installations.id })
      if (!made) throw new Error('No installation was made')
      return made.id
    },
  }
}
