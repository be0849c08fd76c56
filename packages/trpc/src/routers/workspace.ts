import { nothing } from '@quarterdeck/core/identity'
import {
  type CountsDto,
  getCounts,
  getWorkspace,
  removeSample,
  type SampleDto,
  updateWorkspace,
  updateWorkspaceInput,
  type WorkspaceDto,
} from '@quarterdeck/core/operations'
import { admin, read, router } from '../procedures.ts'

export const workspace = router({
  get: read
    .meta({
      reads: [
        'workspaces',
        'conversations',
        'documents',
        'essay_items',
        'essay_requests',
        'events',
        'funnels',
        'issues',
        'members',
        'reports',
        'repositories',
      ],
    })
    .input(nothing)
    .query(({ ctx }): Promise<WorkspaceDto> => getWorkspace(ctx.deps, ctx.scope)),
  counts: read
    .meta({ reads: ['escalations', 'issues', 'unanswered_questions'] })
    .input(nothing)
    .query(({ ctx }): Promise<CountsDto> => getCounts(ctx.deps, ctx.scope)),
  update: admin
    .input(updateWorkspaceInput)
    .mutation(({ ctx, input }): Promise<WorkspaceDto> => updateWorkspace(ctx.deps, ctx.scope, input)),
  removeSample: admin
    .input(nothing)
    .mutation(({ ctx }): Promise<Omit<SampleDto, 'present'>> => removeSample(ctx.deps, ctx.scope)),
})
