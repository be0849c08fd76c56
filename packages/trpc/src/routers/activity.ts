import {
  type FactDetailDto,
  type FactDto,
  type FactSearchResult,
  getFact,
  listFacts,
  listFactsInput,
  searchFacts,
  searchFactsInput,
} from '@quarterdeck/core/activity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { read, router } from '../procedures.ts'

const reads = ['activity', 'git_actors', 'repositories']

export const activity = router({
  list: read
    .meta({ reads })
    .input(listFactsInput)
    .query(({ ctx, input }): Promise<Page<FactDto>> => listFacts(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<FactDetailDto> => getFact(ctx.deps, ctx.scope, input)),
  search: read
    .meta({ reads })
    .input(searchFactsInput)
    .query(({ ctx, input }): Promise<FactSearchResult> => searchFacts(ctx.deps, ctx.scope, input)),
})
