import { type Deps, newId, type Scope } from '@quarterdeck/core/kernel'

export interface KernelThings {
  webhookId: string
  workflowId: string
  /** One that can be begun anew. */
  failedWorkflowId: string
}

export async function fillKernel(deps: Deps, scope: Scope, mark: string): Promise<KernelThings> {
  return { webhookId: await fillWebhook(deps, scope, mark), ...(await fillWorkflows(deps, scope, mark)) }
}

/** A delivery that is dead. */
async function fillWebhook({ database }: Deps, { workspaceId }: Scope, mark: string): Promise<string> {
  const webhookId = newId()
  await database.run(
    `insert into webhooks (id, workspace_id, source, delivery_id, event_type, headers, body, status)
     values ($1, $2, 'clerk', $3, 'user.updated', '{}', convert_to($3, 'UTF8'), 'dead')`,
    [webhookId, workspaceId, `${mark}-${webhookId}`],
  )
  return webhookId
}

/** One workflow that waits, and one that failed. */
async function fillWorkflows({ database }: Deps, { workspaceId }: Scope, mark: string) {
  const ids = { workflowId: newId(), failedWorkflowId: newId() }
  for (const [id, status] of [
    [ids.workflowId, 'pending'],
    [ids.failedWorkflowId, 'failed'],
  ]) {
    await database.run(
      `insert into workflows (id, workspace_id, name, key, status, input) values ($1, $2, 'rate-limit-sweep', $3, $4, '{}')`,
      [id, workspaceId, `${mark} ${id}`, status],
    )
    await database.run(
      `insert into workflow_steps (id, workspace_id, workflow_id, name, position, status, error, started_at)
       values ($1, $2, $3, $4, 1, 'failed', $4, now())`,
      [newId(), workspaceId, id, mark],
    )
  }
  return ids
}
