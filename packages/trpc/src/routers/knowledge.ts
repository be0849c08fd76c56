import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  type ArticleDto,
  addDocument,
  addDocumentInput,
  askInput,
  askKnowledge,
  type ChunkDto,
  type DocumentDetailDto,
  type DocumentDto,
  type DocumentVersionDto,
  getDocument,
  getDocumentInput,
  getKnowledgeStats,
  type KnowledgeAnswer,
  type KnowledgeStatsDto,
  listChunks,
  listDocuments,
  listDocumentsInput,
  listUnanswered,
  listUnansweredInput,
  listVersions,
  readArticle,
  reindex,
  reindexInput,
  removeDocument,
  resolveUnanswered,
  type SearchResult,
  searchInput,
  searchKnowledge,
  type UnansweredDto,
  updateDocument,
  updateDocumentInput,
} from '@quarterdeck/core/knowledge'
import { read, router, write } from '../procedures.ts'

const searched = ['documents', 'chunks', 'knowledge_stats', 'knowledge_terms', 'knowledge_postings']

export const knowledge = router({
  add: write
    .input(addDocumentInput)
    .mutation(({ ctx, input }): Promise<{ id: string; chunks: number }> => addDocument(ctx.deps, ctx.scope, input)),
  update: write
    .input(updateDocumentInput)
    .mutation(({ ctx, input }): Promise<DocumentDetailDto> => updateDocument(ctx.deps, ctx.scope, input)),
  remove: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => removeDocument(ctx.deps, ctx.scope, input)),
  list: read
    .meta({ reads: ['documents'] })
    .input(listDocumentsInput)
    .query(({ ctx, input }): Promise<Page<DocumentDto>> => listDocuments(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['documents', 'document_versions'] })
    .input(getDocumentInput)
    .query(({ ctx, input }): Promise<DocumentDetailDto> => getDocument(ctx.deps, ctx.scope, input)),
  article: read
    .meta({ reads: ['documents', 'document_versions'] })
    .input(getDocumentInput)
    .query(({ ctx, input }): Promise<ArticleDto> => readArticle(ctx.deps, ctx.scope, input)),
  versions: read
    .meta({ reads: ['document_versions'] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: DocumentVersionDto[] }> => listVersions(ctx.deps, ctx.scope, input)),
  chunks: read
    .meta({ reads: ['documents', 'chunks', 'chunk_codes'] })
    .input(byId)
    .query(({ ctx, input }): Promise<{ items: ChunkDto[] }> => listChunks(ctx.deps, ctx.scope, input)),
  search: read
    .meta({ reads: searched })
    .input(searchInput)
    .query(({ ctx, input }): Promise<SearchResult> => searchKnowledge(ctx.deps, ctx.scope, input)),
  ask: read
    .meta({ reads: searched })
    .input(askInput)
    .query(({ ctx, input }): Promise<KnowledgeAnswer> => askKnowledge(ctx.deps, ctx.scope, input)),
  unanswered: read
    .meta({ reads: ['unanswered_questions'] })
    .input(listUnansweredInput)
    .query(({ ctx, input }): Promise<Page<UnansweredDto>> => listUnanswered(ctx.deps, ctx.scope, input)),
  resolve: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<UnansweredDto> => resolveUnanswered(ctx.deps, ctx.scope, input)),
  reindex: write
    .input(reindexInput)
    .mutation(({ ctx, input }): Promise<{ documents: number }> => reindex(ctx.deps, ctx.scope, input)),
  stats: read
    .meta({ reads: ['documents', 'chunk_codes', 'unanswered_questions'] })
    .query(({ ctx }): Promise<KnowledgeStatsDto> => getKnowledgeStats(ctx.deps, ctx.scope)),
})
