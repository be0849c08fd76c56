import { activity, gitActors, repositories, workspaces } from '@quarterdeck/db'
import { eq } from 'drizzle-orm'
import type { Scope } from '../../../kernel/index.ts'
import type { TestWorld } from '../../../testing/index.ts'

/** Somebody of the staff who is known in a repository. */
export async function makeWorker(world: TestWorld, scope: Scope, { email }: { email?: string } = {}) {
  const { db } = world.deps
  const { workspaceId } = scope
  const personId = await world.makePerson(scope, 'agent', email)
  const [repository] = await db
    .insert(repositories)
    .values({
      workspaceId,
      ghId: 7,
      fullName: 'acme/app',
      owner: 'acme',
      name: 'app',
      url: 'https://github.com/acme/app',
    })
    .onConflictDoUpdate({ target: [repositories.workspaceId, repositories.ghId], set: { name: 'app' } })
    .returning({ id: repositories.id })
  const [actor] = await db
    .insert(gitActors)
    .values({ workspaceId, key: `name:${personId}`, name: 'Mei', personId })
    .returning({ id: gitActors.id })
  if (!repository || !actor) throw new Error('Nothing was planted')
  return { personId, actorId: actor.id, repositoryId: repository.id }
}

/** A commit at each of these times. */
export async function commitAt(
  { deps }: TestWorld,
  { workspaceId }: Scope,
  { actorId, repositoryId }: { actorId: string; repositoryId: string },
  times: readonly string[],
): Promise<void> {
  for (const time of times) {
    const key = `${actorId}-${time}`
    await deps.db.insert(activity).values({
      ...{ workspaceId, actorId, repositoryId, kind: 'commit', objectKey: `commit:${key}`, occurredAt: new Date(time) },
      ...{
        title: 'Fix the tides',
        text: 'abc1234 by Mei: Fix the tides',
        url: `https://github.com/acme/app/commit/${key}`,
      },
      ...{ contentHash: key, via: 'webhook' as const },
    })
  }
}

/** By whose calendar months are counted, and what is proposed. */
export const setZone = ({ deps }: TestWorld, { workspaceId }: Scope, timeZone: string) =>
  deps.db.update(workspaces).set({ timeZone }).where(eq(workspaces.id, workspaceId))
