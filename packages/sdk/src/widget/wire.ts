/** What the server says of a conversation, as far as the widget shows it. */
export interface Conversation {
  id: string
  number: number
  subject: string | null
  status: 'active' | 'escalated' | 'resolved' | 'archived'
  /** Who answers now. */
  answering:
    | { by: 'assistant' }
    | { by: 'waiting'; dueAt: string; overdue: boolean }
    | { by: 'person'; name: string | null }
    | { by: 'nobody' }
  lastMessageAt: string | null
  personReadSeq: number
  staffReadSeq: number
  /** The beginning of its last message. */
  preview: string | null
  opening: string | null
  /** How many messages of the other side the visitor has not read. */
  unread: number
  csat: { score: number } | null
}

/** Where an answer comes from, with the words that say so. */
export interface Citation {
  documentId: string
  title: string
  headings: string[]
  quote: string
  /** Where it stands whole: an address, or a path on the server. */
  url: string
}

export interface Attachment {
  id: string
  name: string
  type: string
  size: number
}

export interface Message {
  id: string
  conversationId: string
  /** Its place in the conversation, from 1 without gaps. */
  seq: number
  /** Grows with each change of the conversation's messages. */
  change: number
  role: 'user' | 'assistant' | 'system' | 'tool'
  author: { kind: 'person' | 'staff' | 'agent' | 'system'; name: string }
  content: string
  clientId: string | null
  citations: Citation[]
  attachments: Attachment[]
  createdAt: string
  editedAt: string | null
  deletedAt: string | null
}

/** What the stream of a conversation says. Only messages have an id to go on from. */
export type ChatEvent =
  | { type: 'message'; message: Message }
  | { type: 'delta'; workflowId: string; offset: number; text: string }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'typing'; who: { kind: 'person' | 'staff' | 'agent'; name: string }; typing: boolean }

/** Messages in the order of `seq`. */
export interface MessagePage {
  items: Message[]
  hasBefore: boolean
  /** The stream goes on from here. */
  lastChange: number
}

/** Who the server says that a visitor is. */
export interface Visitor {
  token: string
  expiresAt: string
  /** Whom the page's server said it is. */
  userId?: string
}

/** A user of the page's own, and what its server signed their id with: see the server's `auth.identifyVisitor`. */
export interface UserProof {
  userId: string
  userHash: string
}

/** Longest message, in characters. */
export const maxLength = 4096

/** Largest attachment, in bytes. */
export const maxFile = 10 * 1024 * 1024

export const fileTypes = 'image/jpeg,image/png,image/gif,application/pdf,text/plain'
