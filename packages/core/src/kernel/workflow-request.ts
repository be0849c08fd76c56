import { type Db, workflows } from '@quarterdeck/db'
import type { Deps } from './deps.ts'
import type { JobQueue } from './jobs.ts'

export interface WorkflowRequest<Input extends object> {
  workspaceId: string
  /** What it is about: the same key again is the same workflow. */
  key: string
  entity?: string
  entityId?: string
  /** The payload of its job. */
  input: Input
}

/**
 * Asks for a workflow in the caller's transaction: it will run when, and only when, that commits. Its name is its job's.
 * @returns false when it was asked for before.
 */
export async function requestWorkflow<Input extends object>(
  tx: Db,
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  job: JobQueue<Input>,
  { workspaceId, key, entity, entityId, input }: WorkflowRequest<Input>,
): Promise<boolean> {
  const rows = await tx
    .insert(workflows)
    .values({
      ...{ workspaceId, key, entity: entity ?? null, entityId: entityId ?? null },
      ...{ name: job.name, input: Object.fromEntries(Object.entries(input)), createdAt: clock.now() },
    })
    .onConflictDoNothing({ target: [workflows.workspaceId, workflows.name, workflows.key] })
    .returning({ id: workflows.id })
  if (rows.length === 0) return false
  await jobs.enqueue(tx, job, input)
  return true
}
