import { type Db, type WorkflowStatus, workflowSteps, workflows } from '@quarterdeck/db'
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { audit } from './audit.ts'
import type { Deps } from './deps.ts'
import { conflict, notFound } from './errors.ts'
import type { ById } from './ids.ts'
import { type Page, pageInput, readCursor, toPage } from './paging.ts'
import type { Scope } from './scope.ts'
import { moments } from './window.ts'

export const workflowStatuses = ['pending', 'running', 'completed', 'failed', 'cancelled'] as const

export const listWorkflowsInput = z
  .strictObject({
    status: z.enum(workflowStatuses).optional(),
    /** The name of its job, such as `reply`. */
    name: z.string().trim().min(1).max(100).optional(),
    /** What it is about, such as a conversation's id. */
    entityId: z.guid().optional(),
    ...pageInput,
  })
  .prefault({})
export type ListWorkflowsInput = z.infer<typeof listWorkflowsInput>

export interface WorkflowDto {
  id: string
  name: string
  key: string
  entity: string | null
  entityId: string | null
  status: WorkflowStatus
  error: string | null
  /** How often it was begun anew after a failure or a crash. */
  retries: number
  createdAt: string
  startedAt: string | null
  completedAt: string | null
}

export interface WorkflowStepDto {
  name: string
  position: number
  status: 'running' | 'completed' | 'failed'
  input: unknown
  result: unknown
  error: string | null
  attempts: number
  startedAt: string
  completedAt: string | null
}

export interface WorkflowDetailDto extends WorkflowDto {
  input: unknown
  output: unknown
  steps: WorkflowStepDto[]
}

type Row = typeof workflows.$inferSelect

const toDto = ({ id, name, key, entity, entityId, status, error, retries, ...at }: Row): WorkflowDto => ({
  ...{ id, name, key, entity, entityId, status, error, retries },
  createdAt: at.createdAt.toISOString(),
  startedAt: at.startedAt?.toISOString() ?? null,
  completedAt: at.completedAt?.toISOString() ?? null,
})

/** Latest first. */
export async function listWorkflows({ db }: Deps, scope: Scope, input: ListWorkflowsInput): Promise<Page<WorkflowDto>> {
  const { status, name, entityId, cursor, limit } = input
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(workflows)
    .where(
      and(
        eq(workflows.workspaceId, scope.workspaceId),
        status ? eq(workflows.status, status) : undefined,
        name ? eq(workflows.name, name) : undefined,
        entityId ? eq(workflows.entityId, entityId) : undefined,
        after ? sql`(${workflows.createdAt}, ${workflows.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(workflows.createdAt), desc(workflows.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toDto)
}

const one = (scope: Scope, id: string) => and(eq(workflows.workspaceId, scope.workspaceId), eq(workflows.id, id))

/** @throws DomainError `not_found` */
export async function getWorkflow({ db }: Pick<Deps, 'db'>, scope: Scope, { id }: ById): Promise<WorkflowDetailDto> {
  const [row] = await db.select().from(workflows).where(one(scope, id))
  if (!row) throw notFound('This workflow')
  const steps = await db
    .select()
    .from(workflowSteps)
    .where(eq(workflowSteps.workflowId, id))
    .orderBy(asc(workflowSteps.position), asc(workflowSteps.startedAt), asc(workflowSteps.name))
  return {
    ...toDto(row),
    input: row.input,
    output: row.output ?? null,
    steps: steps.map(({ name, position, status, error, attempts, ...step }) => ({
      ...{ name, position, status, error, attempts },
      input: step.input ?? null,
      result: step.result ?? null,
      startedAt: step.startedAt.toISOString(),
      completedAt: step.completedAt?.toISOString() ?? null,
    })),
  }
}

/** Changes a workflow that is in one of these states, with its audit row. */
async function change(
  tx: Db,
  scope: Scope,
  { id }: ById,
  from: readonly WorkflowStatus[],
  { action, set }: { action: string; set: Partial<typeof workflows.$inferInsert> },
): Promise<Row> {
  const [before] = await tx.select().from(workflows).where(one(scope, id)).for('update')
  if (!before) throw notFound('This workflow')
  if (!from.includes(before.status)) throw conflict(`This workflow is ${before.status}`)
  const [after] = await tx.update(workflows).set(set).where(one(scope, id)).returning()
  if (!after) throw notFound('This workflow')
  await audit(tx, scope, {
    ...{ action, entity: 'workflow', entityId: id },
    ...{ before: { status: before.status }, after: { status: after.status } },
  })
  return after
}

/**
 * Stops a workflow: the step in work comes to nothing.
 * @throws DomainError `conflict` when it has ended.
 */
export async function cancelWorkflow(deps: Deps, scope: Scope, input: ById): Promise<WorkflowDetailDto> {
  const set = { status: 'cancelled' as const, run: null, leaseUntil: null, completedAt: deps.clock.now() }
  await deps.db.transaction(tx => change(tx, scope, input, ['pending', 'running'], { action: 'workflows.cancel', set }))
  return getWorkflow(deps, scope, input)
}

/**
 * Begins a workflow anew that failed or was cancelled, after its last good step.
 * @throws DomainError `conflict` when it is neither.
 */
export async function retryWorkflow(deps: Deps, scope: Scope, input: ById): Promise<WorkflowDetailDto> {
  const set = {
    status: 'pending' as const,
    retries: 0,
    error: null,
    leaseUntil: null,
    startedAt: null,
    completedAt: null,
  }
  await deps.db.transaction(async tx => {
    const row = await change(tx, scope, input, ['failed', 'cancelled'], { action: 'workflows.retry', set })
    await tx
      .delete(workflowSteps)
      .where(and(eq(workflowSteps.workflowId, row.id), ne(workflowSteps.status, 'completed')))
    await deps.jobs.enqueue(tx, { name: row.name, input: z.looseObject({}) }, row.input)
  })
  return getWorkflow(deps, scope, input)
}
