import {
  byId,
  cancelWorkflow,
  getWorkflow,
  listWorkflows,
  listWorkflowsInput,
  type Page,
  retryWorkflow,
  type WorkflowDetailDto,
  type WorkflowDto,
} from '@quarterdeck/core/kernel'
import { read, router, write } from '../procedures.ts'

export const workflows = router({
  list: read
    .meta({ reads: ['workflows'] })
    .input(listWorkflowsInput)
    .query(({ ctx, input }): Promise<Page<WorkflowDto>> => listWorkflows(ctx.deps, ctx.scope, input)),
  get: read
    .meta({ reads: ['workflows', 'workflow_steps'] })
    .input(byId)
    .query(({ ctx, input }): Promise<WorkflowDetailDto> => getWorkflow(ctx.deps, ctx.scope, input)),
  cancel: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<WorkflowDetailDto> => cancelWorkflow(ctx.deps, ctx.scope, input)),
  retry: write
    .input(byId)
    .mutation(({ ctx, input }): Promise<WorkflowDetailDto> => retryWorkflow(ctx.deps, ctx.scope, input)),
})
