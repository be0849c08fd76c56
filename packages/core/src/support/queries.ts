import { conversations, isTagged, messages } from '@quarterdeck/db'
import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import {
  type ById,
  containing,
  type Deps,
  forbidden,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import { readConversation, seenBy, selectConversations, toConversationDto } from './conversation-rows.ts'
import type { ListConversationsInput, ListMessagesInput, MyConversationsInput } from './inputs.ts'
import { readMessages } from './message-rows.ts'
import type { ConversationDto, MessagePage, TagDto } from './model.ts'
import { isStaff, personOf } from './who.ts'

/** @throws DomainError `not_found` when it is not there, or not the caller's to see. */
export const getConversation = (deps: Deps, scope: Scope, { id }: ById): Promise<ConversationDto> =>
  readConversation(deps.db, scope, id, deps.clock.now())

async function pageOf(
  deps: Deps,
  scope: Scope,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  where: SQL | undefined,
): Promise<Page<ConversationDto>> {
  const after = readCursor(cursor)
  const now = deps.clock.now()
  const rows = await selectConversations(deps.db, isStaff(scope))
    .where(
      and(
        seenBy(scope),
        where,
        after
          ? sql`(${conversations.lastMessageAt}, ${conversations.id}) < (${moments(after.at)}, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(conversations.lastMessageAt), desc(conversations.id))
    .limit(limit + 1)
  return toPage(
    rows,
    limit,
    ({ conversation }) => ({ at: conversation.lastMessageAt, id: conversation.id }),
    row => toConversationDto(row, now, isStaff(scope)),
  )
}

/** The caller's own conversations, the latest message first. */
export async function myConversations(
  deps: Deps,
  scope: Scope,
  input: MyConversationsInput,
): Promise<Page<ConversationDto>> {
  const own = personOf(scope)
  if (own === null) throw forbidden('A conversation belongs to a person: sign in as one')
  const { status } = input
  const where = and(eq(conversations.personId, own), status ? eq(conversations.status, status) : undefined)
  return pageOf(deps, scope, input, where)
}

/** Each part is looked up by itself, so that each has its index: of an `or` over all of them none is used. */
function searching({ workspaceId }: Scope, search: string | undefined): SQL | undefined {
  if (!search) return undefined
  const pattern = containing(search)
  const number = /^#?(\d{1,9})$/.exec(search)?.[1]
  const byNumber = sql`union all select c.id from conversations c
    where c.workspace_id = ${workspaceId} and c.number = ${Number(number)}`
  return sql`${conversations.id} in (
    select m.conversation_id from messages m
    where m.workspace_id = ${workspaceId} and m.deleted_at is null and m.content ilike ${pattern}
    union all select c.id from conversations c where c.workspace_id = ${workspaceId} and c.subject ilike ${pattern}
    union all select c.id from conversations c join people p on p.id = c.person_id
    where c.workspace_id = ${workspaceId} and (p.name ilike ${pattern} or p.email ilike ${pattern})
    ${number === undefined ? sql`` : byNumber})`
}

const hasUnread = sql`exists (select from messages m where m.conversation_id = ${conversations.id}
  and m.deleted_at is null and m.author_kind = 'person' and m.seq > ${conversations.staffReadSeq})`

function fitting(scope: Scope, input: ListConversationsInput): SQL | undefined {
  const { status, open, priority, channel, handler, personId, agentId, assigneeId, tag, unread, search } = input
  const states = open ? (['active', 'escalated'] as const) : (['resolved', 'archived'] as const)
  const whose = assigneeId === null ? isNull(conversations.assigneeId) : undefined
  return and(
    status ? eq(conversations.status, status) : undefined,
    open === undefined ? undefined : inArray(conversations.status, states),
    priority ? eq(conversations.priority, priority) : undefined,
    channel ? eq(conversations.channel, channel) : undefined,
    handler ? eq(conversations.handler, handler) : undefined,
    personId ? eq(conversations.personId, personId) : undefined,
    agentId ? eq(conversations.agentId, agentId) : undefined,
    assigneeId ? eq(conversations.assigneeId, assigneeId) : whose,
    tag ? sql`${tag} = any(${conversations.tags})` : undefined,
    unread === undefined ? undefined : unread ? hasUnread : sql`not ${hasUnread}`,
    searching(scope, search),
  )
}

/** Everybody's conversations, the latest message first: for staff. */
export const listConversations = (
  deps: Deps,
  scope: Scope,
  input: ListConversationsInput,
): Promise<Page<ConversationDto>> => pageOf(deps, scope, input, fitting(scope, input))

/** As many tags as are offered. */
const mostTags = 200

/** The tags that conversations have, the most used first. */
export async function listTags({ db }: Deps, { workspaceId }: Scope): Promise<{ items: TagDto[] }> {
  const tag = sql<string>`tag`
  const count = sql<number>`count(*)::int`
  const items = await db
    .select({ tag, conversations: count })
    .from(sql`${conversations}, unnest(${conversations.tags}) as tag`)
    .where(and(eq(conversations.workspaceId, workspaceId), isTagged))
    .groupBy(tag)
    .orderBy(desc(count), asc(tag))
    .limit(mostTags)
  return { items }
}

const seqOf = (scope: Scope, conversationId: string, test: SQL): SQL<boolean> => sql<boolean>`exists (
  select from messages m where m.conversation_id = ${conversationId}${isStaff(scope) ? sql`` : sql` and not m.internal`}
    and ${test})`

/**
 * Messages in order, after one, before one, or the latest. Pages neither overlap nor leave anything out, whatever is sent
 * meanwhile; a removed message keeps its place.
 * @throws DomainError `not_found`
 */
export async function listMessages(deps: Deps, scope: Scope, input: ListMessagesInput): Promise<MessagePage> {
  const { conversationId, after, before, limit } = input
  const [edge, test] = after === undefined ? [before, sql`m.seq >= ${before ?? 0}`] : [after, sql`m.seq <= ${after}`]
  // Read first: what changes while the page is read comes again by `onEvent`, and nothing is lost between the two.
  const [seen] = await deps.db
    .select({
      lastChange: conversations.lastChange,
      hasMore: edge === undefined ? sql<boolean>`false` : seqOf(scope, conversationId, test),
    })
    .from(conversations)
    .where(and(seenBy(scope), eq(conversations.id, conversationId)))
  if (!seen) throw notFound('This conversation')
  const { lastChange, hasMore } = seen
  const read = (where: SQL | undefined, order: SQL) =>
    readMessages(deps.db, scope, conversationId, { where, order, limit: limit + 1 })
  if (after !== undefined) {
    const found = await read(gt(messages.seq, after), asc(messages.seq))
    return { items: found.slice(0, limit), hasBefore: hasMore, hasAfter: found.length > limit, lastChange }
  }
  const found = await read(before === undefined ? undefined : lt(messages.seq, before), desc(messages.seq))
  return { items: found.slice(0, limit).reverse(), hasBefore: found.length > limit, hasAfter: hasMore, lastChange }
}
