import { type ApiKeyDto, listKeys, nothing } from '@quarterdeck/core/identity'
import { admin, router } from '../procedures.ts'

export const apiKeys = router({
  list: admin
    .meta({ reads: ['api_keys'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: ApiKeyDto[]; nextCursor: null }> => listKeys(ctx.deps, ctx.scope)),
})
