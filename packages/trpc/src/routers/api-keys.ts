import {
  type ApiKeyDto,
  type CreatedApiKeyDto,
  createApiKey,
  createApiKeyInput,
  listKeys,
  nothing,
  revokeApiKey,
} from '@quarterdeck/core/identity'
import { byId } from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

export const apiKeys = router({
  list: admin
    .meta({ reads: ['api_keys'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: ApiKeyDto[]; nextCursor: null }> => listKeys(ctx.deps, ctx.scope)),
  create: admin
    .input(createApiKeyInput)
    .mutation(({ ctx, input }): Promise<CreatedApiKeyDto> => createApiKey(ctx.deps, ctx.scope, input)),
  revoke: admin
    .input(byId)
    .mutation(({ ctx, input }): Promise<{ id: string }> => revokeApiKey(ctx.deps, ctx.scope, input)),
})
