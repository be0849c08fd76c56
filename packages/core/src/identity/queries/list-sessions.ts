import { sessions } from '@quarterdeck/db'
import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { type Deps, moments, type Page, readCursor, toPage } from '../../kernel/index.ts'
import type { SignedIn } from '../access.ts'
import type { PageInput } from '../inputs.ts'
import type { OwnSessionDto } from '../model.ts'

/** The caller's open sign-ins, newest first. Their ids name them for `revokeSession` and open nothing. */
export async function listSessions(
  { db, clock }: Deps,
  { person, familyId }: SignedIn,
  { cursor, limit }: PageInput,
): Promise<Page<OwnSessionDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, person.id),
        gt(sessions.expiresAt, clock.now()),
        after
          ? sql`(${sessions.createdAt}, ${sessions.familyId}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.familyId))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    row => ({ at: row.createdAt, id: row.familyId }),
    row => ({
      id: row.familyId,
      createdAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      ip: row.ip,
      userAgent: row.userAgent,
      current: row.familyId === familyId,
    }),
  )
}
