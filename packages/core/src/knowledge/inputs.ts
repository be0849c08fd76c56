import { z } from 'zod'
import { byId, pageInput } from '../kernel/index.ts'

export const documentTypes = ['product', 'service', 'faq', 'documentation', 'policy'] as const
export const documentFormats = ['markdown', 'html', 'pdf', 'text'] as const

/** The longest content, in characters: a book. */
export const maxContent = 1_500_000

/** Postgres keeps no NUL in text, and its JSON no halves of characters. */
export const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed()
const label = z.string().trim().min(1).max(200).transform(clean)
const optionalText = z.string().trim().max(500).transform(clean).nullable().optional()

/** Tags in a line, as people type them. */
const readTags = (text: string) => [...new Set(text.split(',').map(tag => tag.trim()))].filter(Boolean)

const facts = {
  type: z.enum(documentTypes),
  title: z.string().trim().min(1).max(300).transform(clean),
  /** Of `pdf`: the file in base64. */
  content: z.string().min(1).max(maxContent),
  format: z.enum(documentFormats).optional(),
  source: optionalText,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .optional(),
  /** ISO 639-1. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  tags: z.array(label).max(50).optional(),
  category: optionalText,
  productId: optionalText,
  active: z.boolean().optional(),
}

export const addDocumentInput = z.strictObject(facts)
export type AddDocumentInput = z.infer<typeof addDocumentInput>

export const updateDocumentInput = byId.extend({
  ...z.strictObject(facts).partial().shape,
  /** Only if this is still the current version: else somebody changed it meanwhile. */
  ifVersion: z.int().min(1).optional(),
})
export type UpdateDocumentInput = z.infer<typeof updateDocumentInput>

/** What is told of a file in an address or a form: everything is text. */
export const uploadDocumentInput = z.object({
  ...{ source: facts.source, category: facts.category, productId: facts.productId, language: facts.language },
  type: facts.type.default('documentation'),
  title: facts.title.optional(),
  url: z.preprocess(value => value || undefined, facts.url),
  tags: z.preprocess(value => (typeof value === 'string' ? readTags(value) : value), facts.tags),
  active: z.stringbool().optional(),
})
export type UploadDocumentInput = z.infer<typeof uploadDocumentInput>

export const listDocumentsInput = z
  .strictObject({
    type: z.enum(documentTypes).optional(),
    active: z.boolean().optional(),
    status: z.enum(['indexing', 'ready', 'failed']).optional(),
    tag: label.optional(),
    /** Part of a title, source or category. */
    search: z.string().trim().max(200).optional(),
    ...pageInput,
  })
  .prefault({})
export type ListDocumentsInput = z.infer<typeof listDocumentsInput>

export const getDocumentInput = byId.extend({
  /** An earlier one; the current one when left out. */
  version: z.int().min(1).optional(),
})
export type GetDocumentInput = z.infer<typeof getDocumentInput>

const filters = {
  type: z.enum(documentTypes).optional(),
  /** Only documents that have all of them. */
  tags: z.array(label).max(20).optional(),
  activeOnly: z.boolean().default(true),
}

export const searchInput = z.strictObject({
  query: z.string().trim().min(1).max(2_000).transform(clean),
  ...filters,
  limit: z.int().min(1).max(100).default(10),
  /** Every passage that fits; else the best one of each document. */
  passages: z.boolean().default(false),
})
export type SearchInput = z.infer<typeof searchInput>

export const askInput = z.strictObject({
  question: z.string().trim().min(1).max(2_000).transform(clean),
  type: z.enum(documentTypes).optional(),
})
export type AskInput = z.infer<typeof askInput>

export const listUnansweredInput = z.strictObject({ resolved: z.boolean().default(false), ...pageInput }).prefault({})
export type ListUnansweredInput = z.infer<typeof listUnansweredInput>

/** One document, or all. */
export const reindexInput = z.strictObject({ id: z.guid().optional() }).prefault({})
export type ReindexInput = z.infer<typeof reindexInput>
