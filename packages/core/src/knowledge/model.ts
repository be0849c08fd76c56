import type { DocumentFormat, DocumentStatus, DocumentType } from '@quarterdeck/db'

export interface DocumentDto {
  id: string
  type: DocumentType
  title: string
  source: string | null
  url: string | null
  format: DocumentFormat
  language: string
  tags: string[]
  category: string | null
  productId: string | null
  active: boolean
  version: number
  /** How many chunks the current version has. */
  chunks: number
  status: DocumentStatus
  error: string | null
  origin: 'product' | 'sample'
  createdAt: string
  updatedAt: string
}

/** With the text of the version that was asked for. */
export interface DocumentDetailDto extends DocumentDto {
  content: string
}

/** A document as people read it. */
export interface ArticleDto {
  documentId: string
  title: string
  type: DocumentType
  /** Where its readers find it elsewhere. */
  url: string | null
  version: number
  language: string
  /** Whether the sections' texts are Markdown; else they are plain. */
  marked: boolean
  updatedAt: string
  sections: {
    /** The headings above it, outermost first. */
    headings: string[]
    /** Its name in an address: the same for equal headings. */
    anchor: string
    text: string
  }[]
}

export interface DocumentVersionDto {
  version: number
  title: string
  format: DocumentFormat
  characters: number
  createdAt: string
}

export interface ChunkDto {
  id: string
  position: number
  headings: string[]
  content: string
  tokens: number
  /** Whether its embedding is there. */
  embedded: boolean
}

/** A term of the query that stands in a passage, and what it adds to the lexical score. */
export interface MatchedTerm {
  term: string
  score: number
}

export interface SearchHit {
  documentId: string
  chunkId: string
  title: string
  type: DocumentType
  url: string | null
  headings: string[]
  passage: string
  /** What it is ordered by: BM25, or in hybrid mode the sum of 1 / (60 + rank) over both lists. */
  score: number
  parts: {
    /** BM25; null where no word of the query stands in it, or too few to be in the list. */
    lexical: number | null
    /** Cosine similarity of the embeddings, −1 to 1; null where it is not in that list. */
    vector: number | null
    /** Places in the two lists, from 1. */
    lexicalRank: number | null
    vectorRank: number | null
  }
  matched: MatchedTerm[]
  /** Of what the words of the query are worth together, the share of those that stand in the passage: 0 to 1. */
  coverage: number
}

export interface SearchResult {
  mode: 'hybrid' | 'lexical'
  items: SearchHit[]
}

export interface Citation {
  documentId: string
  chunkId: string
  title: string
  url: string | null
  headings: string[]
  /** Words of the passage. */
  quote: string
}

export interface KnowledgeAnswer {
  /** `model`: written by a model from the cited passages. `passages`: the passages themselves. `none`: nothing was found. */
  mode: 'model' | 'passages' | 'none'
  answer: string
  citations: Citation[]
  /** Why no model answered, where one was asked. */
  failure: string | null
}

export interface UnansweredDto {
  id: string
  question: string
  times: number
  lastAt: string
  conversationId: string | null
  resolvedAt: string | null
  resolvedBy: string | null
}

export interface KnowledgeStatsDto {
  documents: number
  active: number
  chunks: number
  /** Chunks whose embedding by the model of now is there. */
  embedded: number
  /** Questions that wait for an answer. */
  unanswered: number
  /** The embedding model; null when search is lexical. */
  model: string | null
}
