import { type Db, oneTimeTokens, people } from '@quarterdeck/db'
import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { type Deps, moments, type Page, readCursor, type Scope, sha256, toPage } from '../../kernel/index.ts'
import type { PageInput } from '../inputs.ts'
import type { InvitationDto } from '../model.ts'

/** Half of the token's hash: names the invitation, and accepts nothing. */
export const invitationId = sql<string>`left(${oneTimeTokens.hash}, 32)::uuid`

const columns = {
  id: invitationId,
  email: oneTimeTokens.email,
  role: oneTimeTokens.role,
  createdAt: oneTimeTokens.createdAt,
  expiresAt: oneTimeTokens.expiresAt,
  inviter: { id: people.id, name: people.name, email: people.email },
}

const select = (db: Db, where: SQL | undefined) =>
  db
    .select(columns)
    .from(oneTimeTokens)
    .leftJoin(people, eq(people.id, oneTimeTokens.invitedBy))
    .where(and(eq(oneTimeTokens.purpose, 'invitation'), where))

type Row = Awaited<ReturnType<typeof select>>[number]

const toDto = ({ id, email, role, createdAt, expiresAt, inviter }: Row): InvitationDto => ({
  id,
  email,
  role: role ?? 'member',
  invitedBy: inviter && { id: inviter.id, name: inviter.name ?? inviter.email ?? 'Somebody' },
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
})

/** Invitations that still can be accepted, newest first. */
export async function listInvitations(
  { db, clock }: Deps,
  { workspaceId }: Scope,
  { cursor, limit }: PageInput,
): Promise<Page<InvitationDto>> {
  const after = readCursor(cursor)
  const rows = await select(
    db,
    and(
      eq(oneTimeTokens.workspaceId, workspaceId),
      isNull(oneTimeTokens.usedAt),
      gt(oneTimeTokens.expiresAt, clock.now()),
      after
        ? sql`(${oneTimeTokens.createdAt}, ${invitationId}) < (${moments(after.at)}, ${after.id}::uuid)`
        : undefined,
    ),
  )
    .orderBy(desc(oneTimeTokens.createdAt), desc(invitationId))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toDto)
}

/** The invitation that a secret belongs to, to whoever has just made it. */
export async function readInvitation(tx: Db, workspaceId: string, token: string): Promise<InvitationDto> {
  const [row] = await select(tx, and(eq(oneTimeTokens.workspaceId, workspaceId), eq(oneTimeTokens.hash, sha256(token))))
  if (!row) throw new Error('The invitation was not stored')
  return toDto(row)
}
