import { type Db, type InstallationStatus, installations, repositories } from '@quarterdeck/db'
import { and, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Scope } from '../../kernel/index.ts'
import { repositoryOf } from '../facts/of-repository.ts'
import { saveRepositories } from '../facts/save-repositories.ts'
import { type GithubRepository, repositoryShape } from '../facts/shapes.ts'

const account = z.object({ login: z.string(), type: z.string().nullish() })

const senderShape = z.object({
  installation: z.object({ id: z.number() }),
  repository: z.object({ owner: account }),
})

/** The installation that a delivery comes from, and whose account that is. */
export interface Sender {
  installationId: number
  login: string
  type: string
}

export function senderOf(payload: unknown): Sender | null {
  const { data } = senderShape.safeParse(payload)
  if (!data) return null
  const { login, type } = data.repository.owner
  return { installationId: data.installation.id, login, type: type ?? 'User' }
}

/** Ids of installations by GitHub's numbers. One whose beginning we missed is made from what its deliveries say. */
export async function ensureInstallations(
  tx: Db,
  { workspaceId }: Scope,
  senders: readonly Sender[],
): Promise<Map<number, string>> {
  const byNumber = new Map(senders.map(sender => [sender.installationId, sender]))
  const numbers = [...byNumber.keys()].sort((one, other) => one - other)
  if (numbers.length === 0) return new Map()
  const find = () =>
    tx
      .select({ number: installations.installationId, id: installations.id })
      .from(installations)
      .where(and(eq(installations.workspaceId, workspaceId), inArray(installations.installationId, numbers)))
  const known = new Map((await find()).map(({ number, id }) => [number, id]))
  const fresh = numbers.filter(number => !known.has(number)).flatMap(number => byNumber.get(number) ?? [])
  if (fresh.length === 0) return known
  const values = fresh.map(({ installationId, login, type }) => ({
    ...{ workspaceId, installationId, accountLogin: login, accountType: type },
    repositorySelection: 'selected' as const,
  }))
  await tx.insert(installations).values(values).onConflictDoNothing()
  return new Map((await find()).map(({ number, id }) => [number, id]))
}

const event = z.object({
  action: z.string(),
  installation: z.object({
    id: z.number(),
    account,
    repository_selection: z.enum(['all', 'selected']),
    suspended_at: z.string().nullish(),
  }),
  repositories: z.array(repositoryShape).nullish(),
  repositories_added: z.array(repositoryShape).nullish(),
  repositories_removed: z.array(repositoryShape).nullish(),
})

const statuses: Record<string, InstallationStatus> = { suspend: 'suspended', deleted: 'removed' }

export type InstallationTold = z.infer<typeof event>

/** What is said of an installation itself; null where it is about something else. @throws ZodError */
export function readInstallation(eventType: string, payload: unknown): InstallationTold | null {
  const isOne = eventType === 'installation' || eventType === 'installation_repositories'
  return isOne ? event.parse(payload) : null
}

/**
 * Applies that an installation came, which repositories it shows, that it was suspended or is gone. What is gone does not
 * come back: GitHub gives the next one another number.
 */
export async function applyInstallation(tx: Db, scope: Scope, told: InstallationTold, at: Date): Promise<void> {
  const { id: installationId, account: owner, repository_selection: repositorySelection } = told.installation
  const isSuspended = told.action !== 'unsuspend' && Boolean(told.installation.suspended_at)
  const status = statuses[told.action] ?? (isSuspended ? 'suspended' : 'active')
  const about = { accountLogin: owner.login, accountType: owner.type ?? 'User', repositorySelection }
  const [row] = await tx
    .insert(installations)
    .values({ ...about, workspaceId: scope.workspaceId, installationId, status })
    .onConflictDoUpdate({
      target: [installations.workspaceId, installations.installationId],
      set: {
        ...about,
        status: sql`case when ${installations.status} = 'removed' then 'removed' else ${status} end`,
        updatedAt: at,
      },
    })
    .returning({ id: installations.id, status: installations.status })
  if (!row) return
  if (row.status === 'removed') {
    await hide(tx, eq(repositories.installationId, row.id), at)
    return
  }
  await show(tx, scope, row.id, [...(told.repositories ?? []), ...(told.repositories_added ?? [])])
  const gone = (told.repositories_removed ?? []).map(({ id }) => id)
  if (gone.length > 0) await hide(tx, and(ofWorkspace(scope), inArray(repositories.ghId, gone)), at)
}

const ofWorkspace = ({ workspaceId }: Scope) => eq(repositories.workspaceId, workspaceId)

/** What the app may no longer see is marked so; what was done there stays. */
const hide = (tx: Db, which: ReturnType<typeof and>, at: Date) =>
  tx
    .update(repositories)
    .set({ removedAt: at })
    .where(and(which, isNull(repositories.removedAt)))

async function show(tx: Db, scope: Scope, installationId: string, given: readonly GithubRepository[]): Promise<void> {
  if (given.length === 0) return
  await saveRepositories(tx, scope, given.map(repositoryOf), { via: 'webhook', installationId })
  const numbers = given.map(({ id }) => id)
  await tx
    .update(repositories)
    .set({ removedAt: null })
    .where(and(ofWorkspace(scope), inArray(repositories.ghId, numbers), isNotNull(repositories.removedAt)))
}
