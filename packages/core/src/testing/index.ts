import { members, people, type Role, workspaces } from '@quarterdeck/db'
import { createTestDatabase, type TestDatabase } from '@quarterdeck/db/testing'
import { systemScope } from '../identity/index.ts'
import { jobs } from '../jobs.ts'
import { type Deps, newId, openChangeFeed, openJobs, type Scope, silentLog } from '../kernel/index.ts'

export interface TestWorld {
  deps: Deps
  database: TestDatabase
  /** Sets what `deps.clock` says. */
  setNow: (at: Date) => void
  /** Makes another workspace and gives the product's own scope in it. */
  makeWorkspace: (name?: string) => Promise<Scope>
  makePerson: (scope: Scope, role: Role, email?: string) => Promise<string>
  close: () => Promise<void>
}

/** A whole product on a fresh database, without HTTP and with a clock that tests turn. */
export async function createTestWorld({ withJobs = false } = {}): Promise<TestWorld> {
  const database = await createTestDatabase()
  let now: Date | null = null
  const changes = await openChangeFeed(database)
  const runner = withJobs ? await openJobs(database, jobs, silentLog, true) : null
  const deps: Deps = {
    database,
    db: database.db,
    vectors: false,
    jobs: runner ?? noJobs,
    changes,
    clock: { now: () => now ?? new Date() },
    log: silentLog,
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
    close: async () => {
      await runner?.stop()
      await changes.close()
      await database.close()
    },
  }
}

/** For tests of verbs that enqueue nothing: one that does fails loudly. */
const noJobs: Deps['jobs'] = {
  enqueue: async () => {
    throw new Error('This test world has no job runner: ask for `withJobs`')
  },
  isRunning: () => false,
}
