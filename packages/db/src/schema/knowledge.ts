import { sql } from 'drizzle-orm'
import {
  bigint,
  bit,
  boolean,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId, tsvector, updatedAt } from './columns.ts'
import { people, workspaces } from './identity.ts'

export type DocumentType = 'product' | 'service' | 'faq' | 'documentation' | 'policy'
export type DocumentFormat = 'markdown' | 'html' | 'pdf' | 'text'

/** `indexing`: found by its words, and its embeddings are being made. `failed`: they could not be made. */
export type DocumentStatus = 'indexing' | 'ready' | 'failed'

const bytes = customType<{ data: Buffer; driverData: Buffer | Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: value => Buffer.from(value),
})

const ofWorkspace = () =>
  uuid()
    .notNull()
    .references(() => workspaces.id, { onDelete: 'cascade' })

/** What answers are taken from, as it is now; what it was before stands in `document_versions`. */
export const documents = pgTable(
  'documents',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    type: text().$type<DocumentType>().notNull(),
    title: text().notNull(),
    /** Where it came from, in words: a file's name. */
    source: text(),
    url: text(),
    format: text().$type<DocumentFormat>().notNull(),
    /** As it was given; of a PDF the text that is in it. */
    content: text().notNull(),
    /** The language whose stems and stop words it is searched by, such as `en`. */
    language: text().notNull().default('en'),
    tags: text().array().notNull().default(sql`'{}'`),
    category: text(),
    productId: text(),
    active: boolean().notNull().default(true),
    version: integer().notNull().default(1),
    contentHash: text().notNull(),
    /** Of the current version. */
    chunkCount: integer().notNull().default(0),
    status: text().$type<DocumentStatus>().notNull().default('ready'),
    error: text(),
    /** The name under which an import knows it: importing it again updates it. */
    sourceId: text(),
    origin: text().$type<'product' | 'sample'>().notNull().default('product'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  table => [
    index('documents_newest').on(table.workspaceId, table.createdAt, table.id),
    uniqueIndex('documents_once').on(table.workspaceId, table.sourceId).where(sql`source_id is not null`),
  ],
)

/** Each text that a document has had. */
export const documentVersions = pgTable(
  'document_versions',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    documentId: uuid()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    title: text().notNull(),
    format: text().$type<DocumentFormat>().notNull(),
    content: text().notNull(),
    contentHash: text().notNull(),
    createdAt: createdAt(),
  },
  table => [uniqueIndex('document_versions_once').on(table.documentId, table.version)],
)

/** The passages of each document's current version. */
export const chunks = pgTable(
  'chunks',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    documentId: uuid()
      .notNull()
      .references(() => documents.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    /** Its place in the document, from 0. */
    position: integer().notNull(),
    /** Its short name in postings: counted per workspace and never used again. */
    no: integer().notNull(),
    /** The headings above it, outermost first. */
    headings: text().array().notNull(),
    content: text().notNull(),
    tokens: integer().notNull(),
    /** Of title, headings and content: what is embedded. */
    hash: text().notNull(),
    /** Terms of the title (weight A) and of headings and content. */
    lexemes: tsvector().notNull(),
    /** How many terms `lexemes` counts, those of the title `titleWeight` times. */
    length: integer().notNull(),
  },
  table => [
    uniqueIndex('chunks_by_document').on(table.documentId, table.position),
    uniqueIndex('chunks_by_no').on(table.workspaceId, table.no),
    index('chunks_by_hash').on(table.workspaceId, table.hash),
  ],
)

/** What BM25 knows of a workspace as a whole. Its row is the lock that writers of the index take. */
export const knowledgeStats = pgTable('knowledge_stats', {
  workspaceId: uuid()
    .primaryKey()
    .references(() => workspaces.id, { onDelete: 'cascade' }),
  chunks: integer().notNull().default(0),
  /** The sum of their lengths. */
  length: bigint({ mode: 'number' }).notNull().default(0),
  nextNo: integer().notNull().default(0),
  /** Languages that documents have had. */
  languages: text().array().notNull().default(sql`'{}'`),
})

/** In how many chunks a term stands. */
export const knowledgeTerms = pgTable(
  'knowledge_terms',
  { workspaceId: ofWorkspace(), term: text().notNull(), chunks: integer().notNull() },
  table => [primaryKey({ columns: [table.workspaceId, table.term] })],
)

/** Where a term stands among 4,096 consecutive chunk numbers: the form is in `core/src/knowledge/postings.ts`. */
export const knowledgePostings = pgTable(
  'knowledge_postings',
  { workspaceId: ofWorkspace(), term: text().notNull(), block: integer().notNull(), postings: bytes().notNull() },
  table => [primaryKey({ columns: [table.workspaceId, table.term, table.block] })],
)

/**
 * Texts that were embedded, each once. The vector itself, column `embedding`, is there where pgvector is: made at
 * start-up by `packages/db/src/migrate.ts`.
 */
export const embeddings = pgTable(
  'embeddings',
  {
    workspaceId: ofWorkspace(),
    model: text().notNull(),
    hash: text().notNull(),
    /** The vector's signs. */
    code: bit({ dimensions: 1536 }).notNull(),
    createdAt: createdAt(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.model, table.hash] })],
)

/** The signs of each chunk's embedding: 192 bytes that say which vectors are worth comparing. */
export const chunkCodes = pgTable(
  'chunk_codes',
  {
    workspaceId: ofWorkspace(),
    no: integer().notNull(),
    model: text().notNull(),
    code: bit({ dimensions: 1536 }).notNull(),
  },
  table => [primaryKey({ columns: [table.workspaceId, table.no] })],
)

/** What people asked and nothing was found for. */
export const unansweredQuestions = pgTable(
  'unanswered_questions',
  {
    id: primaryId(),
    workspaceId: ofWorkspace(),
    question: text().notNull(),
    /** The question without what does not matter: the same one counts once. */
    normal: text().notNull(),
    times: integer().notNull().default(1),
    lastAt: moment().notNull(),
    /** Where it was asked last. */
    conversationId: uuid(),
    resolvedAt: moment(),
    resolvedBy: uuid().references(() => people.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  table => [
    uniqueIndex('unanswered_questions_once').on(table.workspaceId, table.normal),
    index('unanswered_questions_newest').on(table.workspaceId, table.lastAt, table.id),
  ],
)
