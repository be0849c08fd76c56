import { type EmailDto, listEmails, listEmailsInput } from '@quarterdeck/core/identity'
import type { Page } from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

export const emails = router({
  list: admin
    .meta({ reads: ['members', 'outgoing_emails', 'people'] })
    .input(listEmailsInput)
    .query(({ ctx, input }): Promise<Page<EmailDto>> => listEmails(ctx.deps, ctx.scope, input)),
})
