import { nothing } from '@quarterdeck/core/identity'
import type { JobFigures } from '@quarterdeck/core/kernel'
import { getJobFigures, getSystem, type SystemDto } from '@quarterdeck/core/operations'
import { admin, router } from '../procedures.ts'

export const system = router({
  get: admin
    .meta({ reads: ['issue_links', 'issue_notices', 'outgoing_emails', 'webhooks', 'workspaces'] })
    .input(nothing)
    .query(({ ctx }): Promise<SystemDto> => getSystem(ctx.deps, ctx.scope)),
  /** Queues are on no change feed: whoever watches asks again. */
  jobs: admin
    .meta({ reads: ['workspaces'] })
    .input(nothing)
    .query(({ ctx }): Promise<{ items: JobFigures[] }> => getJobFigures(ctx.deps, ctx.scope)),
})
