import { type EmailDto, listEmails, pageOnly } from '@quarterdeck/core/identity'
import type { Page } from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

export const emails = router({
  list: admin
    .meta({ reads: ['members', 'outgoing_emails', 'people'] })
    .input(pageOnly)
    .query(({ ctx, input }): Promise<Page<EmailDto>> => listEmails(ctx.deps, ctx.scope, input)),
})
