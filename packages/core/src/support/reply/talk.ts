import { attachments, conversations, type Db, messages, workspaces } from '@quarterdeck/db'
import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import type { ChatMessage, Scope } from '../../kernel/index.ts'
import type { ReplyInput } from '../reply-request.ts'

/** What is to be answered, and what was said before it. */
export interface Talk {
  house: string
  /** Everything the customer said since they last got an answer, or since the last hand-back. */
  question: string
  hasFiles: boolean
  /** What they said before that, when it is needed to understand the question. */
  before: string
  /** What was said, oldest first, without the question. */
  history: ChatMessage[]
  /** The last answer was that they should say more. */
  askedBack: boolean
  agentId: string | null
  category: string | null
  language: string | null
  /** When the question came. */
  askedAt: Date
}

/** How many messages of a conversation a model gets to read. */
const remembered = 12
/** The longest question that is thought about, in characters. */
const longest = 6_000

/** Marks the messages that only ask the customer to say more. */
export const askBackMark = 'ask-back'

/** Reads a conversation up to a message; null when that is gone. */
export async function readTalk(db: Db, scope: Scope, { conversationId, seq }: ReplyInput): Promise<Talk | null> {
  const [conversation] = await db
    .select({ conversation: conversations, house: workspaces.name })
    .from(conversations)
    .innerJoin(workspaces, eq(workspaces.id, conversations.workspaceId))
    .where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, conversationId)))
  if (!conversation) return null
  const { agentId, category, language, handedBackSeq } = conversation.conversation
  const rows = await db
    .select()
    .from(messages)
    .where(
      and(
        ...[eq(messages.conversationId, conversationId), eq(messages.internal, false), isNull(messages.deletedAt)],
        ...[inArray(messages.role, ['user', 'assistant']), lte(messages.seq, seq)],
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(remembered + 20)
  const last = rows.findIndex(({ role, seq: at }) => role !== 'user' || at <= handedBackSeq)
  const asked = (last < 0 ? rows : rows.slice(0, last)).reverse()
  const earlier = (last < 0 ? [] : rows.slice(last)).slice(0, remembered)
  const newest = asked.at(-1)
  if (newest?.seq !== seq) return null
  const [files] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(attachments)
    .where(
      inArray(
        attachments.messageId,
        asked.map(({ id }) => id),
      ),
    )
  return {
    house: conversation.house,
    question: asked
      .map(({ content }) => content)
      .join('\n')
      .slice(-longest),
    hasFiles: (files?.count ?? 0) > 0,
    before: earlier.find(({ role }) => role === 'user')?.content ?? '',
    history: earlier
      .toReversed()
      .map(({ role, content }) => ({ role: role === 'user' ? 'user' : 'assistant', content })),
    // What was settled or handed back since is no reason to fetch a person at once.
    askedBack: (earlier[0] && earlier[0].seq > handedBackSeq && earlier[0].clientId?.startsWith(askBackMark)) ?? false,
    ...{ agentId, category, language, askedAt: newest.createdAt },
  }
}
