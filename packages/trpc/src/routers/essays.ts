import {
  type EssayFacetsDto,
  type EssayItemDto,
  essayFacets,
  essayFacetsInput,
  getEssay,
  type ImportEssaysResult,
  importEssays,
  importEssaysInput,
  listEssays,
  listEssaysInput,
} from '@quarterdeck/core/essays'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

export const essays = router({
  import: write
    .input(importEssaysInput)
    .mutation(({ ctx, input }): Promise<ImportEssaysResult> => importEssays(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['essay_items'] })
    .input(byId)
    .query(({ ctx, input }): Promise<EssayItemDto> => getEssay(ctx.deps, ctx.scope, input)),
  list: read
    .meta({ reads: ['essay_items', 'workspaces'] })
    .input(listEssaysInput)
    .query(({ ctx, input }): Promise<Page<EssayItemDto>> => listEssays(ctx.deps, ctx.scope, input)),
  facets: read
    .meta({ reads: ['essay_items', 'workspaces'] })
    .input(essayFacetsInput)
    .query(({ ctx, input }): Promise<EssayFacetsDto> => essayFacets(ctx.deps, ctx.scope, input)),
})
