import { type FactSearchResult, searchFacts, searchFactsInput } from '@quarterdeck/core/activity'
import { read, router } from '../procedures.ts'

export const activity = router({
  search: read
    .meta({ reads: ['activity', 'git_actors', 'repositories'] })
    .input(searchFactsInput)
    .query(({ ctx, input }): Promise<FactSearchResult> => searchFacts(ctx.deps, ctx.scope, input)),
})
