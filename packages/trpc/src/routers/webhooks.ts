import { nothing } from '@quarterdeck/core/identity'
import {
  byId,
  getWebhook,
  listRefusals,
  listWebhooks,
  listWebhooksInput,
  type Page,
  replayMany,
  replayManyInput,
  replayWebhook,
  type WebhookDetailDto,
  type WebhookDto,
  type WebhookRefusalDto,
} from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

const reads = ['webhooks']

export const webhooks = router({
  list: admin
    .meta({ reads })
    .input(listWebhooksInput)
    .query(({ ctx, input }): Promise<Page<WebhookDto>> => listWebhooks(ctx.deps, ctx.scope, input)),
  get: admin
    .meta({ reads })
    .input(byId)
    .query(({ ctx, input }): Promise<WebhookDetailDto> => getWebhook(ctx.deps, ctx.scope, input)),
  refusals: admin
    .meta({ reads: ['webhook_refusals'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: WebhookRefusalDto[] }> => listRefusals(ctx.deps, ctx.scope)),
  replay: admin
    .input(byId)
    .mutation(({ ctx, input }): Promise<WebhookDetailDto> => replayWebhook(ctx.deps, ctx.scope, input)),
  replayMany: admin
    .input(replayManyInput)
    .mutation(({ ctx, input }): Promise<{ replayed: number; left: number }> => replayMany(ctx.deps, ctx.scope, input)),
})
