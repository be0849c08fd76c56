import { type AuditDto, listAudit, listAuditInput, type Page } from '@quarterdeck/core/kernel'
import { admin, router } from '../procedures.ts'

export const audit = router({
  list: admin
    .meta({ reads: ['audit_log'] })
    .input(listAuditInput)
    .query(({ ctx, input }): Promise<Page<AuditDto>> => listAudit(ctx.deps, ctx.scope, input)),
})
