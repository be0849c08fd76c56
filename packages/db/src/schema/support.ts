import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, createdAt, moment, primaryId, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

export type ConversationStatus = 'active' | 'escalated' | 'resolved' | 'archived'
export type ConversationPriority = 'low' | 'medium' | 'high' | 'urgent'
export type ConversationChannel = 'web' | 'api' | 'email' | 'whatsapp' | 'sms'
export type AgentType = 'chat' | 'support' | 'technical' | 'sales' | 'escalation'

const workspaceId = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

/** An AI that answers customers: what it is made of, and what it is for. */
export const agents = pgTable(
  'agents',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    name: text().notNull(),
    type: text().$type<AgentType>().notNull(),
    active: boolean().notNull().default(true),
    /** Null: the installation's own. */
    model: text(),
    temperature: doublePrecision(),
    maxTokens: integer(),
    /** The newest of `agent_prompts`; 0 when it has none. */
    promptVersion: integer().notNull().default(0),
    capabilities: text().array().notNull().default(sql`'{}'`),
    tools: text().array().notNull().default(sql`'{}'`),
    /** What it knows best; none: a generalist. */
    categories: text().array().notNull().default(sql`'{}'`),
    /** What it speaks, as in `de` or `pt-BR`; none: any. */
    languages: text().array().notNull().default(sql`'{}'`),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('agents_by_name').on(table.workspaceId, table.name)],
)

/** What an agent was told to be, in every version. */
export const agentPrompts = pgTable(
  'agent_prompts',
  {
    workspaceId: workspaceId(),
    agentId: uuid()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    prompt: text().notNull(),
    /** Null when they were erased, or it was a program. */
    authorId: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.agentId, table.version] })],
)

/**
 * What came of an agent's conversations, in counts and sums by the day (UTC) on which they began: every rate is derived, none is
 * stored. Triggers on `conversations` keep it, so that it is what a count of them would say; programs may add to it.
 */
export const agentOutcomes = pgTable(
  'agent_outcomes',
  {
    workspaceId: workspaceId(),
    agentId: uuid()
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    day: date({ mode: 'string' }).notNull(),
    conversations: integer().notNull().default(0),
    escalated: integer().notNull().default(0),
    resolved: integer().notNull().default(0),
    rated: integer().notNull().default(0),
    scoreSum: integer().notNull().default(0),
    responses: integer().notNull().default(0),
    responseMsSum: bigint({ mode: 'number' }).notNull().default(0),
  },
  table => [primaryKey({ columns: [table.agentId, table.day] })],
)

/** Few are: their index is as small as they are. */
export const isTagged = sql`tags <> '{}'`

/** What a customer and the house say to each other about one thing. */
export const conversations = pgTable(
  'conversations',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** Counted per workspace, for people to quote. */
    number: integer().notNull(),
    /** The customer. */
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    subject: text(),
    status: text().$type<ConversationStatus>().notNull().default('active'),
    priority: text().$type<ConversationPriority>().notNull().default('medium'),
    channel: text().$type<ConversationChannel>().notNull(),
    /** Where answers go on a channel of the customer's: a telephone number or an address. Null: their own, if known. */
    contact: text(),
    agentId: uuid().references(() => agents.id, { onDelete: 'set null' }),
    assigneeId: uuid().references(() => people.id, { onDelete: 'set null' }),
    /** Who answers now. */
    handler: text().$type<'ai' | 'staff'>().notNull().default('ai'),
    /** Messages up to this one are no reason to escalate again: the last hand-back came after them. */
    handedBackSeq: integer().notNull().default(0),
    category: text(),
    product: text(),
    language: text(),
    tags: text().array().notNull().default(sql`'{}'`),
    metadata: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    lastSeq: integer().notNull().default(0),
    /** Counts every message that came, was edited or removed. */
    lastChange: integer().notNull().default(0),
    lastMessageAt: moment().notNull(),
    firstResponseAt: moment(),
    resolvedAt: moment(),
    /** 1 to 5. */
    csatScore: integer(),
    csatComment: text(),
    csatAt: moment(),
    personReadSeq: integer().notNull().default(0),
    staffReadSeq: integer().notNull().default(0),
    /** Answers up to this one were mailed to a customer who had not read them. */
    mailedSeq: integer().notNull().default(0),
    /** Once true, always: triggers keep them, and an agent's outcomes are counted by them. */
    wasEscalated: boolean().notNull().default(false),
    hadStaff: boolean().notNull().default(false),
    origin: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('conversations_by_number').on(table.workspaceId, table.number),
    index('conversations_by_time').on(table.workspaceId, table.lastMessageAt, table.id),
    index('conversations_by_creation').on(table.workspaceId, table.createdAt),
    index('conversations_of_sample').on(table.workspaceId).where(sql`origin = 'sample'`),
    index('conversations_tagged').on(table.workspaceId).where(isTagged),
    index('conversations_by_status').on(table.workspaceId, table.status, table.lastMessageAt),
    index('conversations_by_person').on(table.workspaceId, table.personId, table.lastMessageAt),
    index('conversations_by_assignee').on(table.assigneeId),
    index('conversations_by_agent').on(table.agentId),
  ],
)

export type MessageRole = 'user' | 'assistant' | 'system' | 'tool'
export type MessageAuthor = 'person' | 'staff' | 'agent' | 'system'

/** Where an answer has something from, in the words of the document. */
export interface Citation {
  documentId: string
  title: string
  headings: string[]
  chunkId: string
  quote: string
  /** The document's own address, where it has one. */
  url?: string | null | undefined
}

export const messages = pgTable(
  'messages',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** From 1, without gaps: taken under the lock of the conversation's row. */
    seq: integer().notNull(),
    /** The conversation's `last_change` when this was last touched: who knows all up to one, asks for those above it. */
    change: integer().notNull(),
    role: text().$type<MessageRole>().notNull(),
    authorKind: text().$type<MessageAuthor>().notNull(),
    /** A person's id, or an agent's. */
    authorId: uuid(),
    /** Empty when it was removed. */
    content: text().notNull(),
    /** A note: only staff see it. */
    internal: boolean().notNull().default(false),
    /** The sender's own name for it: sent twice, it is stored once. */
    clientId: text(),
    citations: jsonb().$type<Citation[]>(),
    model: text(),
    tokens: integer(),
    /** Millionths of a US dollar. */
    costMicros: integer(),
    latencyMs: integer(),
    /** 0 to 1. */
    confidence: doublePrecision(),
    workflowId: uuid(),
    editedAt: moment(),
    deletedAt: moment(),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('messages_by_seq').on(table.conversationId, table.seq),
    uniqueIndex('messages_by_change').on(table.conversationId, table.change),
    uniqueIndex('messages_once').on(table.conversationId, table.clientId).where(sql`client_id is not null`),
    index('messages_by_author').on(table.authorId),
    index('messages_by_workflow').on(table.workflowId).where(sql`workflow_id is not null`),
  ],
)

/** Channels on which answers leave the house. */
export type CarriedChannel = 'email' | 'whatsapp' | 'sms'
/** In the order in which they come; `accepted`: the provider has it. */
export type DeliveryStatus = 'waiting' | 'accepted' | 'sent' | 'failed' | 'delivered' | 'read'

/** What is to be sent to a customer outside, and what became of it: a row for each part of a message. */
export const messageDeliveries = pgTable(
  'message_deliveries',
  {
    /** The provider is told it, and says it back. */
    id: primaryId(),
    workspaceId: workspaceId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: uuid()
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    /** The message's; with `part` the order in which a conversation is sent. */
    seq: integer().notNull(),
    /** From 0. */
    part: integer().notNull(),
    channel: text().$type<CarriedChannel>().notNull(),
    status: text().$type<DeliveryStatus>().notNull().default('waiting'),
    /** What is sent; null as soon as that is settled. */
    body: text(),
    /** The provider's id of it. */
    externalId: text(),
    /** Why it failed, or was not sent yet. */
    error: text(),
    tries: integer().notNull().default(0),
    /** When to try; while it is tried, when another may. Null: nothing is to be done. */
    dueAt: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    uniqueIndex('message_deliveries_once').on(table.messageId, table.part),
    index('message_deliveries_waiting').on(table.conversationId, table.seq, table.part).where(sql`status = 'waiting'`),
    index('message_deliveries_due').on(table.dueAt).where(sql`due_at is not null`),
    index('message_deliveries_by_external').on(table.externalId).where(sql`external_id is not null`),
  ],
)

/** An e-mail that became a message: what threads it, and all of its text. */
export const receivedEmails = pgTable(
  'received_emails',
  {
    messageId: uuid()
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    /** `Message-ID`, with its angle brackets. */
    headerId: text().notNull(),
    /** What it answers, oldest first. */
    references: text().array().notNull().default(sql`'{}'`),
    subject: text().notNull(),
    /** With the history that it quotes. */
    text: text().notNull(),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('received_emails_once').on(table.workspaceId, table.headerId),
    index('received_emails_by_conversation').on(table.conversationId, table.createdAt),
  ],
)

/** A conversation that waits for a person, or had one. */
export const escalations = pgTable(
  'escalations',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    reason: text().notNull(),
    priority: text().$type<ConversationPriority>().notNull(),
    /** When somebody should have accepted it. */
    dueAt: moment().notNull(),
    assigneeId: uuid().references(() => people.id, { onDelete: 'set null' }),
    openedAt: createdAt(),
    acceptedAt: moment(),
    resolvedAt: moment(),
    /** When staff were told that nobody accepted it in time. */
    overdueToldAt: moment(),
  },
  table => [
    uniqueIndex('escalations_one_open').on(table.conversationId).where(sql`resolved_at is null`),
    index('escalations_by_due').on(table.workspaceId, table.dueAt, table.id),
    index('escalations_waiting').on(table.dueAt).where(sql`accepted_at is null and resolved_at is null`),
    index('escalations_by_assignee').on(table.assigneeId),
  ],
)

/** Who of the staff takes escalations now. */
export const supportDuty = pgTable(
  'support_duty',
  {
    workspaceId: workspaceId(),
    personId: uuid()
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    since: moment().notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.personId] })],
)

/** Texts that staff send again and again. */
export const cannedReplies = pgTable(
  'canned_replies',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    /** What it is called up by, such as `refund`. */
    shortcut: text().notNull(),
    title: text().notNull(),
    content: text().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [uniqueIndex('canned_replies_by_shortcut').on(table.workspaceId, table.shortcut)],
)

/** A file of a conversation; of no message yet while its sender still writes. */
export const attachments = pgTable(
  'attachments',
  {
    id: primaryId(),
    workspaceId: workspaceId(),
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    messageId: uuid().references(() => messages.id, { onDelete: 'cascade' }),
    uploaderId: uuid(),
    name: text().notNull(),
    /** By what is in it, not by what its sender says. */
    type: text().notNull(),
    size: integer().notNull(),
    /** The object's key in the bucket; null: in `attachment_blobs`. */
    objectKey: text(),
    createdAt: createdAt(),
  },
  table => [
    index('attachments_by_message').on(table.messageId),
    index('attachments_by_conversation').on(table.conversationId),
    index('attachments_loose').on(table.createdAt).where(sql`message_id is null`),
  ],
)

export const attachmentBlobs = pgTable('attachment_blobs', {
  attachmentId: uuid()
    .primaryKey()
    .references(() => attachments.id, { onDelete: 'cascade' }),
  content: bytes().notNull(),
})

/** Objects whose attachment is gone, to be taken out of the bucket: a trigger writes them. */
export const orphanedObjects = pgTable('orphaned_objects', {
  objectKey: text().primaryKey(),
  since: createdAt(),
})
