import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Db, workspaces } from '@quarterdeck/db'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { audit, type Deps, newSecret, type Scope, unauthenticated } from '../kernel/index.ts'

const stored = z.object({ userProof: z.object({ secret: z.string().min(1) }) })

async function readSecret(db: Db, workspaceId: string): Promise<string | null> {
  const [workspace] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return stored.safeParse(workspace?.settings).data?.userProof.secret ?? null
}

/** What a site's own server signs the ids of its users with; null while the workspace has none. */
export const getUserSecret = async ({ db }: Deps, scope: Scope): Promise<{ secret: string | null }> => ({
  secret: await readSecret(db, scope.workspaceId),
})

/** Makes a new one: what was signed with the old one proves nothing any more. */
export async function rotateUserSecret(deps: Deps, scope: Scope): Promise<{ secret: string }> {
  const secret = newSecret()
  await deps.db.transaction(async tx => {
    const part = JSON.stringify({ userProof: { secret } })
    await tx
      .update(workspaces)
      .set({ settings: sql`${workspaces.settings} || ${part}::text::jsonb` })
      .where(eq(workspaces.id, scope.workspaceId))
    const entity = { entity: 'workspace', entityId: scope.workspaceId }
    await audit(tx, scope, { action: 'support.rotateUserSecret', ...entity })
  })
  return { secret }
}

/** HMAC-SHA256 of a user's id, in hexadecimal: what the site's server writes into the page. */
export const signUserId = (secret: string, userId: string): string =>
  createHmac('sha256', secret).update(userId, 'utf8').digest('hex')

/** @throws DomainError `unauthenticated` unless the workspace's own secret signed this id. */
export async function checkUserHash(db: Db, workspaceId: string, userId: string, userHash: string): Promise<void> {
  const secret = await readSecret(db, workspaceId)
  const expected = Buffer.from(signUserId(secret ?? newSecret(), userId))
  const shown = Buffer.from(userHash.toLowerCase())
  if (secret === null || shown.length !== expected.length || !timingSafeEqual(shown, expected))
    throw unauthenticated('The hash of this user id is not this workspace’s')
}
