import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Scope } from '../../kernel/index.ts'

/**
 * Whether a column with the id of a git actor is this one.
 * @param actor an id, or a login of GitHub, which is the same in any case.
 */
export const isActor = (column: SQL, { workspaceId }: Scope, actor: string): SQL =>
  z.guid().safeParse(actor).success
    ? sql`${column} = ${actor}::uuid`
    : sql`${column} in (select id from git_actors where workspace_id = ${workspaceId} and lower(login) = lower(${actor}))`
