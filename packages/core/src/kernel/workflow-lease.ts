import { type Db, workflowSteps, workflows } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import type { Deps } from './deps.ts'
import { newId } from './ids.ts'
import { later, moments } from './window.ts'
import type { WorkflowRequest } from './workflow-request.ts'

/** How long a run is believed to be alive without a word from it, and how often it gives one, in milliseconds. */
export const leaseLength = 15_000
export const leaseRenewal = 4_000

export interface Claim {
  id: string
  workspaceId: string
  run: string
  /** How often it was begun anew before. */
  retries: number
}

/** Somebody cancelled the workflow, or another process took it over: whoever gets this stops without another word. */
export class WorkflowLost extends Error {}

/** Takes a workflow that waits, or whose run fell silent; null when it is done, or in work elsewhere. */
export async function claimWorkflow(
  { db, clock }: Deps,
  name: string,
  { workspaceId, key, entity, entityId, input }: WorkflowRequest<object>,
): Promise<Claim | null> {
  const now = clock.now()
  const run = newId()
  const [row] = await db
    .insert(workflows)
    .values({
      ...{
        workspaceId,
        name,
        key,
        entity: entity ?? null,
        entityId: entityId ?? null,
        input: Object.fromEntries(Object.entries(input)),
      },
      ...{ status: 'running', run, leaseUntil: later(now, leaseLength), createdAt: now, startedAt: now },
    })
    .onConflictDoUpdate({
      target: [workflows.workspaceId, workflows.name, workflows.key],
      set: {
        ...{ status: 'running', run, leaseUntil: later(now, leaseLength) },
        startedAt: sql`coalesce(${workflows.startedAt}, excluded.started_at)`,
        retries: sql`${workflows.retries} + case when ${workflows.startedAt} is null then 0 else 1 end`,
      },
      // One that waits has there when it is due.
      setWhere: sql`(${workflows.status} = 'pending' and coalesce(${workflows.leaseUntil} <= ${moments(now)}, true))
        or (${workflows.status} = 'running' and ${workflows.leaseUntil} <= ${moments(now)})`,
    })
    .returning({ id: workflows.id, retries: workflows.retries })
  return row ? { ...row, workspaceId, run } : null
}

const isOurs = ({ id, run }: Claim) =>
  and(eq(workflows.id, id), eq(workflows.run, run), eq(workflows.status, 'running'))

/** Says that the run is alive; with the lock of its row, when called in a transaction. @throws WorkflowLost */
export async function holdWorkflow(tx: Db, { clock }: Deps, claim: Claim): Promise<void> {
  const rows = await tx
    .update(workflows)
    .set({ leaseUntil: later(clock.now(), leaseLength) })
    .where(isOurs(claim))
    .returning({ id: workflows.id })
  if (rows.length === 0) throw new WorkflowLost('This workflow was cancelled, or taken over')
}

/** Ends the run in one way or another. @throws WorkflowLost */
export async function settleWorkflow(
  tx: Db,
  claim: Claim,
  end: Pick<typeof workflows.$inferInsert, 'status' | 'output' | 'error' | 'completedAt' | 'leaseUntil'>,
): Promise<void> {
  const rows = await tx
    .update(workflows)
    .set({ run: null, leaseUntil: null, ...end })
    .where(isOurs(claim))
    .returning({ id: workflows.id })
  if (rows.length === 0) throw new WorkflowLost('This workflow was cancelled, or taken over')
}

/** Results of the steps that are done, by name. */
export async function readResults(db: Db, workflowId: string): Promise<Map<string, unknown>> {
  const rows = await db
    .select({ name: workflowSteps.name, result: workflowSteps.result })
    .from(workflowSteps)
    .where(and(eq(workflowSteps.workflowId, workflowId), eq(workflowSteps.status, 'completed')))
  return new Map(rows.map(({ name, result }) => [name, result]))
}
