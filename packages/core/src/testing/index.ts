import { members, people, type Role, workspaces } from '@quarterdeck/db'
import { createTestDatabase, type TestDatabase } from '@quarterdeck/db/testing'
import { systemScope } from '../identity/index.ts'
import { weakenForTests } from '../identity/testing/weak-passwords.ts'
import { jobs } from '../jobs.ts'
import {
  type Deps,
  type Integrations,
  makeLimits,
  newId,
  noIntegrations,
  openChangeFeed,
  openJobs,
  openWhispers,
  type Scope,
  silentLog,
} from '../kernel/index.ts'

export { makeRepository, type PlantedFact, plantFacts } from '../activity/testing/planted-facts.ts'
export { forgetPostings } from '../knowledge/testing/forget-postings.ts'

export interface TestWorld {
  deps: Deps
  database: TestDatabase
  /** Sets what `deps.clock` says. */
  setNow: (at: Date) => void
  /** Makes another workspace and gives the product's own scope in it. */
  makeWorkspace: (name?: string) => Promise<Scope>
  makePerson: (scope: Scope, role: Role, email?: string) => Promise<string>
  /** Runs what was enqueued, and what that enqueues, until nothing is left that is due by the world's clock. Only without `withJobs`. */
  runJobs: () => Promise<void>
  close: () => Promise<void>
}

/** Set up, so that tickets and pull requests can be asked for; nobody listens at this port. */
const nowhere: Integrations = {
  ...noIntegrations,
  jira: { baseUrl: 'http://127.0.0.1:9', email: 'test@example.com', apiToken: 'test', project: 'T', issueType: 'Bug' },
  github: { apiUrl: 'http://127.0.0.1:9', auth: { token: 'test' } },
}

/** Tests call as fast as they can: how often a quick machine does must not decide. Those of limits ask for `makeLimits()`. */
const roomy = makeLimits((_, rule) => ({ ...rule, limit: 1_000_000_000 }))

/** A whole product on a fresh database, without HTTP and with a clock that tests turn. */
export async function createTestWorld({
  withJobs = false,
  ...more
}: { withJobs?: boolean } & Partial<
  Pick<
    Deps,
    | 'limits'
    | 'llm'
    | 'embedder'
    | 'vectors'
    | 'mailer'
    | 'objects'
    | 'publicUrl'
    | 'providerTokens'
    | 'webhookSecrets'
    | 'integrations'
  >
> = {}): Promise<TestWorld> {
  weakenForTests()
  const database = await createTestDatabase()
  let now: Date | null = null
  const changes = await openChangeFeed(database)
  const whispers = await openWhispers(database)
  const runner = withJobs ? await openJobs(database, jobs, silentLog, true) : null
  const recorded = recordJobs()
  const deps: Deps = {
    database,
    db: database.db,
    vectors: false,
    jobs: runner ?? recorded.jobs,
    changes,
    whispers,
    clock: { now: () => now ?? new Date() },
    limits: roomy,
    log: silentLog,
    llm: null,
    embedder: null,
    mailer: null,
    objects: null,
    version: '0.0.0-test',
    publicUrl: 'http://localhost:4400',
    providerTokens: null,
    webhookSecrets: {},
    integrations: nowhere,
    ...more,
  }
  return {
    deps,
    database,
    setNow: at => {
      now = at
    },
    makeWorkspace: async (name = 'Test') => {
      const [row] = await deps.db.insert(workspaces).values({ name, slug: newId() }).returning({ id: workspaces.id })
      if (!row) throw new Error('No workspace was made')
      return systemScope(row.id, 'test')
    },
    makePerson: async (scope, role, email = `${newId()}@example.com`) => {
      const id = newId()
      await deps.db.insert(people).values({ id, email, name: 'Mei Tanaka' })
      await deps.db.insert(members).values({ workspaceId: scope.workspaceId, personId: id, role })
      return id
    },
    runJobs: () => recorded.run(deps),
    close: async () => {
      await runner?.stop()
      await whispers.close()
      await changes.close()
      await database.close()
    },
  }
}

/** Stands in for the queues: keeps what is enqueued until a test runs it, even when the transaction rolled back. */
function recordJobs() {
  const waiting: { name: string; input: object; startAfter: Date | undefined }[] = []
  const recording: Deps['jobs'] = {
    enqueue: async (_tx, job, input, { startAfter } = {}) => {
      waiting.push({ name: job.name, input, startAfter })
    },
    isRunning: () => false,
  }
  const run = async (deps: Deps) => {
    const takeDue = () => {
      const index = waiting.findIndex(({ startAfter }) => !startAfter || startAfter <= deps.clock.now())
      return index < 0 ? undefined : waiting.splice(index, 1)[0]
    }
    for (let next = takeDue(); next; next = takeDue()) {
      const { name, input } = next
      const job = jobs.find(known => known.name === name)
      if (!job) throw new Error(`Job ${name} is in no registry`)
      const module = await job.load()
      // As the runner does: `input` has just checked what the module takes.
      await module.run(deps, job.input.parse(input) as never)
    }
  }
  return { jobs: recording, run }
}
