import { ensureInstallation } from '@quarterdeck/core/identity'
import { jobs } from '@quarterdeck/core/jobs'
import { type Deps, silentLog } from '@quarterdeck/core/kernel'
import { compose } from '../compose.ts'
import { readEnv } from '../env.ts'

/**
 * A process of its own that works on the sync of the first workspace until that is complete or has to wait; whoever started
 * it kills it before. CLOCK_AHEAD turns its clock, so that nobody waits for the turn of the one before.
 */
const ahead = Number(process.env.CLOCK_AHEAD ?? 0)
const { deps: base, close } = await compose({ ...readEnv(), role: 'http' }, silentLog)
const deps: Deps = { ...base, clock: { now: () => new Date(Date.now() + ahead) } }
const { workspaceId } = await ensureInstallation(deps, {})
await deps.database.run(
  `insert into installations (workspace_id, id, installation_id, account_login, account_type, repository_selection)
   values ($1, $1, 0, 'acme', 'Organization', 'all') on conflict do nothing`,
  [workspaceId],
)
await deps.database.run(
  `insert into sync_batches (workspace_id, id, installation_id, trigger, since, due_at)
   values ($1, $1, $1, 'manual', '2022-01-01', '2022-01-01') on conflict do nothing`,
  [workspaceId],
)
// What a token sees is tracked when somebody says so.
await deps.database.run(
  `insert into repositories (workspace_id, id, gh_id, full_name, owner, name, url)
   values ($1, $1, 7, 'acme/large', 'acme', 'large', 'https://github.com/acme/large') on conflict do nothing`,
  [workspaceId],
)
const sync = jobs.find(({ name }) => name === 'activity-sync')
const module = await sync?.load()
await module?.run(deps, { batchId: workspaceId } as never)
await close()
