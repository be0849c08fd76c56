import { chatSessions } from '@quarterdeck/db'
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import {
  audit,
  type ById,
  conflict,
  type Deps,
  forbidden,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import type { CreateChatSessionInput, MyChatSessionsInput, TouchChatSessionInput } from './inputs.ts'
import { type ChatSessionDto, mayAct } from './model.ts'

type Row = typeof chatSessions.$inferSelect

const toDto = ({ workspaceId: _, createdAt, lastActivityAt, endedAt, ...row }: Row): ChatSessionDto => ({
  ...row,
  createdAt: createdAt.toISOString(),
  lastActivityAt: lastActivityAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
})

function ownPerson({ actor }: Scope): string {
  if (actor.kind !== 'person') throw forbidden('A chat session belongs to a person: sign in as one')
  return actor.id
}

const isStaff = ({ actor }: Scope) => actor.kind !== 'person' || mayAct(actor.role, 'read')

const named = (scope: Scope, id: string, ofAnybody: boolean): SQL | undefined =>
  and(
    eq(chatSessions.workspaceId, scope.workspaceId),
    eq(chatSessions.id, id),
    ofAnybody ? undefined : eq(chatSessions.personId, ownPerson(scope)),
  )

/** Begins a chat session of the caller's. */
export async function createChatSession(
  deps: Deps,
  scope: Scope,
  { metadata }: CreateChatSessionInput,
): Promise<ChatSessionDto> {
  const now = deps.clock.now()
  const own = { workspaceId: scope.workspaceId, personId: ownPerson(scope) }
  return deps.db.transaction(async tx => {
    const [row] = await tx
      .insert(chatSessions)
      .values({ ...own, metadata, createdAt: now, lastActivityAt: now })
      .returning()
    if (!row) throw new Error('The chat session was not stored')
    await audit(tx, scope, { action: 'chatSessions.create', entity: 'chat_session', entityId: row.id })
    return toDto(row)
  })
}

/** @throws DomainError `not_found` when it is neither the caller's own nor the caller staff. */
export async function getChatSession({ db }: Deps, scope: Scope, { id }: ById): Promise<ChatSessionDto> {
  const [row] = await db
    .select()
    .from(chatSessions)
    .where(named(scope, id, isStaff(scope)))
  if (!row) throw notFound('This chat session')
  return toDto(row)
}

/** The caller's own, latest active first. */
export async function myChatSessions(
  { db }: Deps,
  scope: Scope,
  { active, cursor, limit }: MyChatSessionsInput,
): Promise<Page<ChatSessionDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(chatSessions)
    .where(
      and(
        eq(chatSessions.workspaceId, scope.workspaceId),
        eq(chatSessions.personId, ownPerson(scope)),
        active === undefined ? undefined : eq(chatSessions.active, active),
        after
          ? sql`(${chatSessions.lastActivityAt}, ${chatSessions.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(chatSessions.lastActivityAt), desc(chatSessions.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ lastActivityAt, id }) => ({ at: lastActivityAt, id }), toDto)
}

/**
 * Marks activity and merges facts into the session's. An AI back-end does this with its key, for anybody's; a person for
 * their own.
 * @throws DomainError `not_found`; `conflict` when it has ended, `forbidden` when the facts outgrow a row.
 */
export async function touchChatSession(
  deps: Deps,
  scope: Scope,
  { id, metadata }: TouchChatSessionInput,
): Promise<ChatSessionDto> {
  return change(deps, scope, named(scope, id, scope.actor.kind !== 'person'), 'chatSessions.touch', {
    metadata: sql`${chatSessions.metadata} || ${JSON.stringify(metadata)}::text::jsonb`,
    lastActivityAt: deps.clock.now(),
  })
}

/** Ends one of the caller's own. */
export async function endChatSession(deps: Deps, scope: Scope, { id }: ById): Promise<ChatSessionDto> {
  const now = deps.clock.now()
  const end = { active: false, endedAt: now, lastActivityAt: now }
  return change(deps, scope, named(scope, id, false), 'chatSessions.end', end)
}

/** What all merged facts of one session may take as JSON, in bytes. */
const roomForFacts = 262_144

type Change = { [Column in keyof Row]?: Row[Column] | SQL }

async function change(
  deps: Deps,
  scope: Scope,
  where: SQL | undefined,
  action: string,
  set: Change,
): Promise<ChatSessionDto> {
  return deps.db.transaction(async tx => {
    const [row] = await tx.update(chatSessions).set(set).where(and(where, chatSessions.active)).returning()
    if (!row) {
      const [ended] = await tx.select({ id: chatSessions.id }).from(chatSessions).where(where)
      throw ended ? conflict('This chat session has ended: create another') : notFound('This chat session')
    }
    if (JSON.stringify(row.metadata).length > roomForFacts) throw conflict('This session holds all the facts it may')
    await audit(tx, scope, { action, entity: 'chat_session', entityId: row.id })
    return toDto(row)
  })
}
