import { type EmailDetailDto, type EmailDto, getEmail, listEmails, listEmailsInput } from '@quarterdeck/core/identity'
import { byId, type Page } from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

const reads = ['members', 'outgoing_emails', 'people'] as const

export const emails = router({
  list: admin
    .meta({ reads: [...reads] })
    .input(listEmailsInput)
    .query(({ ctx, input }): Promise<Page<EmailDto>> => listEmails(ctx.deps, ctx.scope, input)),

  get: admin
    .meta({ reads: [...reads] })
    .input(byId)
    .query(({ ctx, input }): Promise<EmailDetailDto> => getEmail(ctx.deps, ctx.scope, input)),
})
