import { type Db, repositories } from '@quarterdeck/db'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Scope } from '../../kernel/index.ts'

export const isAboutRepository = (eventType: string): boolean => eventType === 'repository' || eventType === 'public'

const deletion = z.object({ action: z.literal('deleted'), repository: z.object({ id: z.number() }) })

/** A repository that was deleted is marked so; what was done in it stays. */
export async function removeRepository(tx: Db, { workspaceId }: Scope, payload: unknown, at: Date): Promise<void> {
  const { data } = deletion.safeParse(payload)
  if (!data) return
  await tx
    .update(repositories)
    .set({ removedAt: at })
    .where(
      and(
        eq(repositories.workspaceId, workspaceId),
        eq(repositories.ghId, data.repository.id),
        isNull(repositories.removedAt),
      ),
    )
}
