import { type Db, installations } from '@quarterdeck/db'
import { and, eq, ne, notInArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { firstWorkspace, systemScope } from '../../identity/index.ts'
import { type Deps, type GithubSettings, minutes, type Scope } from '../../kernel/index.ts'
import { beginSync } from './begin.ts'
import { type GithubClient, GithubTrouble, openGithub, readAll } from './github-client.ts'
import { keepRepositories, listRepositories, tokenInstallation } from './list-repositories.ts'

const account = z.object({ login: z.string(), type: z.string() })
const installationShape = z.object({
  id: z.int(),
  // An enterprise has a slug in place of a login.
  account: z.union([account, z.object({ slug: z.string() })]).nullable(),
  repository_selection: z.enum(['all', 'selected']),
  suspended_at: z.string().nullish(),
})

type Listed = Pick<
  typeof installations.$inferInsert,
  'installationId' | 'accountLogin' | 'accountType' | 'repositorySelection' | 'status'
>

async function listInstallations(client: GithubClient, { auth }: GithubSettings): Promise<Listed[]> {
  if ('token' in auth) {
    const { login, type } = (await client.get('/user', account))?.data ?? { login: '', type: '' }
    const named = { accountLogin: login, accountType: type }
    return [{ installationId: tokenInstallation, ...named, repositorySelection: 'all', status: 'active' }]
  }
  const all = await readAll(client, '/app/installations?per_page=100', z.array(installationShape))
  return all.map(({ id, account: of, repository_selection, suspended_at }) => ({
    installationId: id,
    accountLogin: of && 'login' in of ? of.login : (of?.slug ?? ''),
    accountType: of && 'type' in of ? of.type : 'Enterprise',
    repositorySelection: repository_selection,
    status: suspended_at ? 'suspended' : 'active',
  }))
}

async function keepInstallations(tx: Db, { workspaceId }: Scope, listed: readonly Listed[]): Promise<void> {
  if (listed.length > 0) {
    await tx
      .insert(installations)
      .values(listed.map(each => ({ ...each, workspaceId })))
      .onConflictDoUpdate({
        target: [installations.workspaceId, installations.installationId],
        set: {
          accountLogin: sql`excluded.account_login`,
          accountType: sql`excluded.account_type`,
          repositorySelection: sql`excluded.repository_selection`,
          status: sql`excluded.status`,
        },
      })
  }
  // A token's account knows nothing of installations.
  if (listed.some(({ installationId }) => installationId === tokenInstallation)) return
  // What GitHub no longer names was removed while we did not hear of it.
  const numbers = listed.map(({ installationId }) => installationId)
  await tx
    .update(installations)
    .set({ status: 'removed' })
    .where(
      and(
        ...[eq(installations.workspaceId, workspaceId), eq(installations.origin, 'product')],
        ne(installations.status, 'removed'),
        numbers.length > 0 ? notInArray(installations.installationId, numbers) : undefined,
      ),
    )
}

async function refresh(deps: Deps, scope: Scope, github: GithubSettings): Promise<void> {
  const { db, clock, integrations } = deps
  const rules = { patience: integrations.patience, signal: AbortSignal.timeout(minutes(4)), now: clock.now }
  const listed = await listInstallations(await openGithub(github, 'app', rules), github)
  await db.transaction(tx => keepInstallations(tx, scope, listed))
  for (const row of await db.select().from(installations).where(isActive(scope))) {
    const client = await openGithub(github, row.installationId, rules)
    const shown = await listRepositories(client, row)
    if (shown) await db.transaction(tx => keepRepositories(tx, deps, scope, row, shown))
    if (!row.lastSyncedAt) await beginSync(deps, row, 'maintenance')
  }
}

const isActive = ({ workspaceId }: Scope) =>
  and(
    ...[eq(installations.workspaceId, workspaceId), eq(installations.status, 'active')],
    eq(installations.origin, 'product'),
  )

/**
 * Brings installations and their repositories in line with what GitHub says, and begins the first sync of those that are
 * new. Where GitHub does not answer, installations say so, and the next day's run or somebody tries again.
 * @param input the workspace that asks; the first one otherwise, which is also the one that webhooks are for.
 */
export async function run(deps: Deps, input: { workspaceId?: string | undefined }): Promise<void> {
  const { github } = deps.integrations
  if (!github) return
  const workspaceId = input.workspaceId ?? (await firstWorkspace(deps.db)).id
  const scope = systemScope(workspaceId, 'installations')
  try {
    await refresh(deps, scope, github)
  } catch (error) {
    if (!(error instanceof GithubTrouble)) throw error
    deps.log.warn({ workspace: workspaceId, err: error }, 'GitHub did not say which installations there are')
    await deps.db.update(installations).set({ lastSyncError: error.message }).where(isActive(scope))
  }
}
