import type {
  AgentType,
  CarriedChannel,
  Citation,
  ConversationChannel,
  ConversationPriority,
  ConversationStatus,
  DeliveryStatus,
  MessageAuthor,
  MessageRole,
} from '@quarterdeck/db'
import type { Tier } from '../billing/index.ts'

/** As in the first system of this kind, and what SMS gateways split at worst into 27 parts. */
export const longestMessage = 4_096

/** Somebody by name, as others may see them. */
export interface NamedPerson {
  id: string
  name: string
}

export interface EscalationDto {
  id: string
  conversationId: string
  reason: string
  priority: ConversationPriority
  /** When somebody should have accepted it. */
  dueAt: string
  assignee: NamedPerson | null
  openedAt: string
  acceptedAt: string | null
  resolvedAt: string | null
  /** Nobody has accepted it, and it is past due. */
  overdue: boolean
}

/** Who answers now. While an escalation waits for a person the assistant goes on, but it is the person who is waited for. */
export type AnsweringDto =
  | { by: 'assistant' }
  | { by: 'waiting'; dueAt: string; overdue: boolean }
  | { by: 'person'; name: string | null }
  /** It is resolved, or closed. */
  | { by: 'nobody' }

/** What a customer sees of a conversation; for them, what staff keep about it is empty. */
export interface ConversationDto {
  id: string
  /** Counted per workspace, for people to quote. */
  number: number
  subject: string | null
  status: ConversationStatus
  priority: ConversationPriority
  channel: ConversationChannel
  /** Who has it. */
  handler: 'ai' | 'staff'
  answering: AnsweringDto
  person: { id: string; name: string | null; email: string | null }
  assignee: NamedPerson | null
  agent: NamedPerson | null
  category: string | null
  product: string | null
  language: string | null
  tags: string[]
  metadata: Record<string, unknown>
  /** Messages above it are new to that side. */
  personReadSeq: number
  staffReadSeq: number
  /** Answers up to this one were mailed to a customer who had not read them. */
  mailedSeq: number
  lastSeq: number
  /** Begin `messages.onEvent` with it to hear of what comes after this was read. */
  lastChange: number
  /** Messages up to this one came before the last hand-back. */
  handedBackSeq: number
  lastMessageAt: string
  /** The beginning of the last message that the asker may see. */
  preview: string | null
  /** The beginning of what the customer wrote first. */
  opening: string | null
  /** How many messages of the other side the asker's side has not read. */
  unread: number
  firstResponseAt: string | null
  resolvedAt: string | null
  csat: { score: number; comment: string | null; at: string } | null
  /** The one that is open, if any. */
  escalation: EscalationDto | null
  createdAt: string
}

export interface AttachmentDto {
  id: string
  name: string
  type: string
  /** In bytes. */
  size: number
  /** On this server, for whoever may see the conversation. */
  url: string
}

export interface CitationDto extends Citation {
  /** What is cited, for its readers: elsewhere, or (a path) on this server. */
  url: string
}

/** What became of a message that was sent to a customer outside: of its parts, the one that is worst off. */
export interface DeliveryDto {
  channel: CarriedChannel
  status: DeliveryStatus
  /** Why it failed, or was not sent yet; only staff are told. */
  error: string | null
}

export interface MessageDto {
  id: string
  conversationId: string
  seq: number
  change: number
  role: MessageRole
  author: { kind: MessageAuthor; id: string | null; name: string }
  /** Empty when it was removed. */
  content: string
  /** A note, which only staff see. */
  internal: boolean
  clientId: string | null
  citations: CitationDto[]
  attachments: AttachmentDto[]
  model: string | null
  tokens: number | null
  /** Millionths of a US dollar. */
  costMicros: number | null
  latencyMs: number | null
  confidence: number | null
  workflowId: string | null
  /** Null where messages are read here, and for what customers write. */
  delivery: DeliveryDto | null
  /** It was made of a longer e-mail: `messages.original` gives that; only staff are told. */
  shortened: boolean
  createdAt: string
  editedAt: string | null
  deletedAt: string | null
}

/** Messages in the order of `seq`, and whether there are others on either side. */
export interface MessagePage {
  items: MessageDto[]
  hasBefore: boolean
  hasAfter: boolean
  /** Begin `messages.onEvent` with it: nothing that comes after this page is missed. */
  lastChange: number
}

/** What is said while it happens and stored nowhere. */
export type Passing =
  | { type: 'delta'; workflowId: string; offset: number; text: string }
  | { type: 'typing'; who: { kind: 'person' | 'staff' | 'agent'; id: string; name: string }; typing: boolean }

export type ConversationEvent =
  | { type: 'message'; message: MessageDto }
  | { type: 'conversation'; conversation: ConversationDto }
  | Passing

export interface SupportStatsDto {
  total: number
  byStatus: Record<ConversationStatus, number>
  byChannel: Record<ConversationChannel, number>
  byPriority: Record<ConversationPriority, number>
  messages: Record<MessageRole, number>
  tokens: number
  costMicros: number
  /** Conversations that were escalated at least once. */
  escalated: number
  /** Median seconds from the first message to the first answer. */
  firstResponseSeconds: number | null
  resolutionSeconds: number | null
  csat: { rated: number; sum: number; average: number | null }
}

export interface ConversationContextDto {
  person: { id: string; name: string | null; email: string | null; traits: Record<string, unknown>; since: string }
  plan: { tier: Tier; features: string[]; validUntil: string | null }
  /** Their latest visits, latest first, each with its events, oldest first. */
  visits: {
    visitId: string
    startedAt: string
    endedAt: string
    device: string | null
    country: string | null
    events: { id: string; name: string; step: string | null; at: string; error: string | null }[]
  }[]
  /** Their other conversations, latest first, at most ten. */
  others: {
    id: string
    number: number
    subject: string | null
    /** What the customer came with. */
    opening: string | null
    status: ConversationStatus
    lastMessageAt: string
  }[]
}

export interface OutcomeFigures {
  conversations: number
  escalated: number
  resolved: number
  rated: number
  scoreSum: number
  responses: number
  responseMsSum: number
  /** Null where nothing was counted yet. */
  escalationRate: number | null
  resolutionRate: number | null
  satisfaction: number | null
  responseMs: number | null
}

export interface AgentDto {
  id: string
  name: string
  type: AgentType
  active: boolean
  model: string | null
  temperature: number | null
  maxTokens: number | null
  capabilities: string[]
  tools: string[]
  categories: string[]
  languages: string[]
  prompt: string | null
  promptVersion: number
  /** Conversations that it answers now. */
  load: number
  outcomes: OutcomeFigures
  createdAt: string
  updatedAt: string
}

export interface AgentPromptDto {
  version: number
  prompt: string
  author: NamedPerson | null
  createdAt: string
}

export interface DutyDto {
  person: NamedPerson
  onDuty: boolean
  since: string | null
  /** Open conversations and escalations that are theirs. */
  load: number
}

export interface TagDto {
  tag: string
  /** How many have it. */
  conversations: number
}

export interface CannedReplyDto {
  id: string
  shortcut: string
  title: string
  content: string
  createdAt: string
  updatedAt: string
}

export interface SupportSettingsDto {
  /** Within how many minutes somebody should accept an escalation, by its priority. */
  dueMinutes: Record<ConversationPriority, number>
  /** What models may cost, in one conversation and in 24 hours: tokens, and millionths of a US dollar where prices are known. */
  budget: { conversationTokens: number; conversationMicros: number; dayTokens: number; dayMicros: number }
  /** After how many minutes an answer of a person that its customer has not read is mailed to them; 0: never. */
  unreadMinutes: number
  /** What a customer reads before they write, and in answer to a greeting; null: the product's own words. */
  greeting: string | null
  /** What a customer is told when a person is asked for and nobody is on duty; null: the product's own words. */
  offline: string | null
}

/** What a customer reads before they write. */
export interface WelcomeDto {
  greeting: string | null
  /** Null while somebody is on duty. */
  offline: string | null
}
