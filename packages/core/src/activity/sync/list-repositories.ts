import { type Db, type installations, repositories } from '@quarterdeck/db'
import { and, eq, inArray, isNull, notInArray, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Deps, Scope } from '../../kernel/index.ts'
import { type NewRepository, nothingTold } from '../facts/fact.ts'
import { repositoryOf } from '../facts/of-repository.ts'
import { saveFacts } from '../facts/save-facts.ts'
import { repositoryShape } from '../facts/shapes.ts'
import { type GithubClient, readAll } from './github-client.ts'

type Installation = Pick<typeof installations.$inferSelect, 'id' | 'installationId'>

/** The number that stands for the account of a token, which is no installation of an app. */
export const tokenInstallation = 0

const many = z.array(repositoryShape)
const ofApp = z.object({ repositories: many }).transform(({ repositories: shown }) => shown)

/** Every repository that an installation shows us; null where only the app could ask. @throws GithubTrouble */
export async function listRepositories(
  client: GithubClient,
  { installationId }: Pick<Installation, 'installationId'>,
): Promise<NewRepository[] | null> {
  const isToken = installationId === tokenInstallation
  if (!isToken && client.speaksAs === 'token') return null
  const shown = isToken
    ? await readAll(client, '/user/repos?per_page=100', many)
    : await readAll(client, '/installation/repositories?per_page=100', ofApp)
  return shown.map(repositoryOf)
}

/** Writes down which repositories an installation shows. What it no longer shows stays, with when it went. */
export async function keepRepositories(
  tx: Db,
  deps: Deps,
  scope: Scope,
  { id, installationId }: Installation,
  listed: readonly NewRepository[],
): Promise<void> {
  const { workspaceId } = scope
  const isHere = eq(repositories.workspaceId, workspaceId)
  const numbers = listed.map(({ ghId }) => ghId)
  // A token sees all that its account does: what of it is to be fetched is for somebody to say.
  const isToken = installationId === tokenInstallation
  const before = isToken ? await tx.select({ ghId: repositories.ghId }).from(repositories).where(isHere) : []
  await saveFacts(tx, deps, scope, { ...nothingTold(), repositories: [...listed] }, { via: 'sync' })
  if (isToken) {
    const known = new Set(before.map(({ ghId }) => ghId))
    const added = numbers.filter(ghId => !known.has(ghId))
    await tx
      .update(repositories)
      .set({ isTracked: false })
      .where(and(isHere, inArray(repositories.ghId, added)))
  }
  const isFree = or(isNull(repositories.installationId), eq(repositories.installationId, id))
  await tx
    .update(repositories)
    .set({ installationId: id, removedAt: null })
    .where(and(isHere, inArray(repositories.ghId, numbers), isToken ? isFree : undefined))
  await tx
    .update(repositories)
    .set({ removedAt: deps.clock.now() })
    .where(
      and(
        ...[isHere, eq(repositories.installationId, id), isNull(repositories.removedAt)],
        numbers.length > 0 ? notInArray(repositories.ghId, numbers) : undefined,
      ),
    )
}
