import type { Outputs } from '../../data/api.ts'
import type { Tone } from '../../ui/chip.tsx'
import { compact, id, oneOf, type RawSearch, text } from '../../url/params.ts'

export type KnowledgeDocument = Outputs['knowledge']['list']['items'][number]
export type DocumentType = KnowledgeDocument['type']

export const types: Readonly<Record<DocumentType, string>> = {
  product: 'Product',
  service: 'Service',
  faq: 'FAQ',
  documentation: 'Documentation',
  policy: 'Policy',
}
// The record above has exactly the names of the type.
export const typeNames = Object.keys(types) as DocumentType[]
export const typeOptions = typeNames.map(value => ({ value, label: types[value] }))

export const isDocumentType = (value: string | null): value is DocumentType => value !== null && value in types

export const statuses: Readonly<Record<KnowledgeDocument['status'], { name: string; tone: Tone }>> = {
  indexing: { name: 'Indexing', tone: 'amber' },
  ready: { name: 'Ready', tone: 'green' },
  failed: { name: 'Failed', tone: 'red' },
}
// As above.
export const statusNames = Object.keys(statuses) as KnowledgeDocument['status'][]

export const tabs = ['documents', 'try', 'unanswered'] as const

/** The search parameters of the page; `question` is what is tried. */
export function readKnowledgeSearch(search: RawSearch) {
  return compact({
    tab: oneOf(search.tab, tabs),
    type: oneOf(search.type, typeNames),
    status: oneOf(search.status, statusNames),
    active: oneOf(search.active, ['yes', 'no']),
    q: text(search.q),
    question: text(search.question, 2_000),
  })
}

export type KnowledgeSearch = ReturnType<typeof readKnowledgeSearch>

export const documentTabs = ['read', 'passages', 'versions', 'edit'] as const

/** The search parameters of a document's page: `chunk` is marked, `version` is compared with the one before it. */
export function readDocumentSearch(search: RawSearch) {
  return compact({
    tab: oneOf(search.tab, documentTabs),
    chunk: id(search.chunk),
    version: Number(search.version) >= 1 ? Math.floor(Number(search.version)) : undefined,
  })
}

export type DocumentSearch = ReturnType<typeof readDocumentSearch>
