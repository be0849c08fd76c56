import type { AgentType, ConversationChannel, ConversationPriority, ConversationStatus } from '@quarterdeck/db'
import { z } from 'zod'
import { byId, isOrdered, pageInput, unordered, windowShape } from '../kernel/index.ts'
import { longestMessage } from './model.ts'

export const statuses = ['active', 'escalated', 'resolved', 'archived'] as const satisfies ConversationStatus[]
export const priorities = ['low', 'medium', 'high', 'urgent'] as const satisfies ConversationPriority[]
export const channels = ['web', 'api', 'email', 'whatsapp', 'sms'] as const satisfies ConversationChannel[]
export const agentTypes = ['chat', 'support', 'technical', 'sales', 'escalation'] as const satisfies AgentType[]

const word = z.string().trim().min(1).max(100)
const subject = z.string().trim().min(1).max(200)
const tags = z.array(word).max(20)
const language = z
  .string()
  .trim()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, { error: 'must be a language such as de or pt-BR' })
const facts = z
  .record(z.string().max(200), z.json())
  .refine(value => JSON.stringify(value).length <= 32_768, { error: 'must be at most 32 KB as JSON' })
const seq = z.int().min(0).max(2_147_483_647)
const count = z.int().min(0).max(2_147_483_647)

/** Whoever may read it may say what it is about. */
const about = {
  category: word.nullable().optional(),
  product: word.nullable().optional(),
  language: language.nullable().optional(),
}

export const createConversationInput = z.strictObject({
  channel: z.enum(channels).default('web'),
  subject: subject.optional(),
  priority: z.enum(priorities).default('medium'),
  /** Staff and programs may begin one for a customer. */
  personId: z.guid().optional(),
  metadata: facts.default({}),
  ...about,
})
export type CreateConversationInput = z.infer<typeof createConversationInput>

export const myConversationsInput = z.strictObject({ status: z.enum(statuses).optional(), ...pageInput }).prefault({})
export type MyConversationsInput = z.infer<typeof myConversationsInput>

export const listConversationsInput = z
  .strictObject({
    status: z.enum(statuses).optional(),
    /** True: active and escalated; false: resolved and archived. */
    open: z.boolean().optional(),
    priority: z.enum(priorities).optional(),
    channel: z.enum(channels).optional(),
    handler: z.enum(['ai', 'staff']).optional(),
    personId: z.guid().optional(),
    agentId: z.guid().optional(),
    /** Null: those that nobody has. */
    assigneeId: z.guid().nullable().optional(),
    tag: word.optional(),
    unread: z.boolean().optional(),
    /** Part of a subject, message or person's name or address, or a number such as 41 or #41. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListConversationsInput = z.infer<typeof listConversationsInput>

export const updateConversationInput = byId.extend({
  subject: subject.nullable().optional(),
  /** The other statuses have verbs of their own. */
  status: z.enum(['active', 'archived']).optional(),
  priority: z.enum(priorities).optional(),
  assigneeId: z.guid().nullable().optional(),
  agentId: z.guid().nullable().optional(),
  tags: tags.optional(),
  /** Merged into what is there. */
  metadata: facts.optional(),
  ...about,
})
export type UpdateConversationInput = z.infer<typeof updateConversationInput>

export const escalateInput = byId.extend({
  reason: z.string().trim().min(1).max(1_000).default('A person was asked for'),
  priority: z.enum(priorities).default('high'),
})
export type EscalateInput = z.infer<typeof escalateInput>

export const takeOverInput = byId.extend({
  /** The caller, unless somebody else of the staff is named. */
  assigneeId: z.guid().optional(),
  /** Not from a colleague: of two who do it at once, the first has it. */
  unlessTaken: z.boolean().optional(),
})
export type TakeOverInput = z.infer<typeof takeOverInput>

export const rateInput = byId.extend({
  score: z.int().min(1).max(5),
  comment: z.string().trim().max(2_000).optional(),
})
export type RateInput = z.infer<typeof rateInput>

export const statsInput = z
  .strictObject({ from: windowShape.from.optional(), to: windowShape.to.optional() })
  .refine(({ from, to }) => !from || !to || isOrdered({ from, to }), unordered)
  .prefault({})
export type StatsInput = z.infer<typeof statsInput>

const content = z.string().max(longestMessage)
const clientId = z.string().min(1).max(100)
const attachmentIds = z.array(z.guid()).max(10).default([])
const said = { conversationId: z.guid(), clientId: clientId.optional(), attachmentIds }
const saysSomething = (value: { content: string; attachmentIds: string[] }) =>
  value.content.trim() !== '' || value.attachmentIds.length > 0
const empty = { error: 'must say something, or bring a file', path: ['content'] }

export const sendMessageInput = z.strictObject({ ...said, content }).refine(saysSomething, empty)
export type SendMessageInput = z.infer<typeof sendMessageInput>

export const noteInput = sendMessageInput

const citation = z.strictObject({
  documentId: z.guid(),
  title: z.string().max(500),
  headings: z.array(z.string().max(500)).max(20).default([]),
  chunkId: z.guid(),
  quote: z.string().max(2_000),
  /** The document's own address; our page of it when left out. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .optional(),
})

export const sendAsAgentInput = z
  .strictObject({
    ...said,
    content,
    /** Which of the registry says it. */
    agentId: z.guid().optional(),
    citations: z.array(citation).max(20).optional(),
    model: z.string().max(200).optional(),
    tokens: count.optional(),
    costMicros: count.optional(),
    latencyMs: count.optional(),
    confidence: z.number().min(0).max(1).optional(),
  })
  .refine(saysSomething, empty)
export type SendAsAgentInput = z.infer<typeof sendAsAgentInput>

export const listMessagesInput = z
  .strictObject({
    conversationId: z.guid(),
    /** Those after this one, oldest first. Without either: the latest. */
    after: seq.optional(),
    /** Those before this one. */
    before: seq.optional(),
    limit: z.int().min(1).max(200).default(50),
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    error: 'give `after` or `before`',
    path: ['before'],
  })
export type ListMessagesInput = z.infer<typeof listMessagesInput>

export const editMessageInput = byId.extend({
  content: content.refine(text => text.trim() !== '', { error: 'must say something' }),
})
export type EditMessageInput = z.infer<typeof editMessageInput>

export const onEventInput = z.strictObject({
  conversationId: z.guid(),
  /** The `change` of the last message that was heard; 0: everything. Without one: what comes from now on. */
  lastEventId: z
    .union([z.string().regex(/^\d{1,10}$/), seq])
    .nullish()
    .transform(value => (value === null || value === undefined ? null : Number(value))),
})
export type OnEventInput = z.infer<typeof onEventInput>

export const typingInput = z.strictObject({ conversationId: z.guid(), typing: z.boolean().default(true) })
export type TypingInput = z.infer<typeof typingInput>

export const markReadInput = z.strictObject({ conversationId: z.guid(), seq })
export type MarkReadInput = z.infer<typeof markReadInput>

const agentFields = {
  name: z.string().trim().min(1).max(100),
  type: z.enum(agentTypes),
  active: z.boolean(),
  model: z.string().trim().min(1).max(200).nullable(),
  temperature: z.number().min(0).max(2).nullable(),
  maxTokens: z.int().min(1).max(200_000).nullable(),
  capabilities: z.array(word).max(50),
  tools: z.array(word).max(50),
  categories: z.array(word).max(50),
  languages: z.array(language).max(50),
  /** A new version of it, unless it is what it was. */
  prompt: z.string().trim().min(1).max(20_000),
}
const agentObject = z.strictObject(agentFields)

export const createAgentInput = agentObject.partial().required({ name: true, type: true })
export type CreateAgentInput = z.infer<typeof createAgentInput>

export const updateAgentInput = agentObject.partial().extend({ id: z.guid() })
export type UpdateAgentInput = z.infer<typeof updateAgentInput>

export const listAgentsInput = z
  .strictObject({ type: z.enum(agentTypes).optional(), active: z.boolean().optional() })
  .prefault({})
export type ListAgentsInput = z.infer<typeof listAgentsInput>

export const availableAgentInput = z.strictObject({
  type: z.enum(agentTypes),
  category: word.optional(),
  language: language.optional(),
})
export type AvailableAgentInput = z.infer<typeof availableAgentInput>

export const recordOutcomeInput = byId.extend({
  /** How many conversations this is the outcome of: 0 adds to what was counted before. */
  conversations: z.int().min(0).max(1_000_000).default(1),
  escalated: z.int().min(0).max(1_000_000).default(0),
  resolved: z.int().min(0).max(1_000_000).default(0),
  score: z.int().min(1).max(5).optional(),
  responseMs: z.int().min(0).max(2_147_483_647).optional(),
})
export type RecordOutcomeInput = z.infer<typeof recordOutcomeInput>

export const listEscalationsInput = z
  .strictObject({
    /** True, unless said otherwise: those that are not resolved. */
    open: z.boolean().optional(),
    assigneeId: z.guid().nullable().optional(),
    overdue: z.boolean().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListEscalationsInput = z.infer<typeof listEscalationsInput>

export const setDutyInput = z.strictObject({
  onDuty: z.boolean(),
  /** The caller, unless an admin names somebody else. */
  personId: z.guid().optional(),
})
export type SetDutyInput = z.infer<typeof setDutyInput>

const shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .max(50)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, { error: 'must be letters, digits, - and _' })

export const createCannedReplyInput = z.strictObject({
  shortcut,
  title: z.string().trim().min(1).max(200),
  content: content.trim().min(1),
})
export type CreateCannedReplyInput = z.infer<typeof createCannedReplyInput>

export const updateCannedReplyInput = createCannedReplyInput.partial().extend({ id: z.guid() })
export type UpdateCannedReplyInput = z.infer<typeof updateCannedReplyInput>

const dueSpan = z.int().min(1).max(43_200).exactOptional()
const amount = z.int().min(0).max(1_000_000_000_000).exactOptional()
const text = z.string().trim().min(1).max(500).nullable().optional()

export const updateSupportSettingsInput = z.strictObject({
  /** Within how many minutes somebody should accept an escalation, by its priority. */
  dueMinutes: z.strictObject({ urgent: dueSpan, high: dueSpan, medium: dueSpan, low: dueSpan }).optional(),
  /** What models may cost: in tokens, and in millionths of a US dollar where prices are known. */
  budget: z
    .strictObject({
      ...{ conversationTokens: amount, conversationMicros: amount },
      ...{ dayTokens: amount, dayMicros: amount },
    })
    .optional(),
  /** After how many minutes an unread answer of a person is mailed to its customer; 0: never. */
  unreadMinutes: z.int().min(0).max(10_080).optional(),
  /** Null: the product's own words. */
  greeting: text,
  offline: text,
})
export type UpdateSupportSettingsInput = z.infer<typeof updateSupportSettingsInput>
