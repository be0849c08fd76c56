import { nothing } from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import {
  acceptEscalation,
  type ConversationDto,
  type DutyDto,
  listDuty,
  listEscalations,
  listEscalationsInput,
  type QueuedEscalationDto,
  setDuty,
  setDutyInput,
} from '@quarterdeck/core/support'
import { read, router, write } from '../procedures.ts'

export const escalations = router({
  list: read
    .meta({ reads: ['conversations', 'escalations', 'people'] })
    .input(listEscalationsInput)
    .query(({ ctx, input }): Promise<Page<QueuedEscalationDto>> => listEscalations(ctx.deps, ctx.scope, input)),
  accept: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<ConversationDto> => acceptEscalation(ctx.deps, ctx.scope, input)),
  duty: read
    .meta({ reads: ['conversations', 'escalations', 'members', 'people', 'support_duty'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: DutyDto[] }> => listDuty(ctx.deps, ctx.scope)),
  setDuty: write
    .input(setDutyInput)
    .mutation(({ ctx, input }): Promise<{ items: DutyDto[] }> => setDuty(ctx.deps, ctx.scope, input)),
})
