export { anchorOf, readActiveArticle, readArticle } from './article.ts'
export { askKnowledge } from './ask.ts'
export { addDocument, reindex, removeDocument, removeSampleDocuments, updateDocument } from './commands.ts'
export { type ImportResult, importDocuments } from './import.ts'
export {
  addDocumentInput,
  askInput,
  getDocumentInput,
  listDocumentsInput,
  listUnansweredInput,
  reindexInput,
  type SearchInput,
  searchInput,
  updateDocumentInput,
  uploadDocumentInput,
} from './inputs.ts'
export { embedJob, embedSweepJob, reindexJob } from './jobs.ts'
export type * from './model.ts'
export { knowledgePersonSource } from './person-data.ts'
export { countSampleDocuments, getDocument, listChunks, listDocuments, listVersions } from './queries.ts'
export { quoteOverlap } from './quote.ts'
export { searchKnowledge } from './search.ts'
export { getKnowledgeStats } from './stats.ts'
export { countUnanswered, listUnanswered, noteUnanswered, resolveUnanswered } from './unanswered.ts'
export { replaceDocumentFile, uploadDocument } from './upload.ts'
