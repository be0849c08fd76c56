import { type Db, funnels } from '@quarterdeck/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import {
  audit,
  type ById,
  type Deps,
  moments,
  notFound,
  type Page,
  readCursor,
  type Scope,
  toPage,
} from '../kernel/index.ts'
import { reportFunnel } from './funnel-report.ts'
import type {
  CompareInput,
  CreateFunnelInput,
  ListFunnelsInput,
  ReportInput,
  SeriesInput,
  UpdateFunnelInput,
} from './inputs.ts'
import type { FunnelComparison, FunnelDto, FunnelReport, StepSeries } from './model.ts'
import { measureSteps, seriesOfStep } from './step-metrics.ts'
import { stepsUntil } from './steps-until.ts'
import { compareRates } from './two-proportions.ts'

type FunnelRecord = typeof funnels.$inferSelect

const toDto = ({ workspaceId: _, createdAt, updatedAt, ...funnel }: FunnelRecord): FunnelDto => ({
  ...funnel,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

const named = (scope: Scope, id: string) => and(eq(funnels.workspaceId, scope.workspaceId), eq(funnels.id, id))

async function read(db: Db, scope: Scope, id: string): Promise<FunnelRecord> {
  const [funnel] = await db.select().from(funnels).where(named(scope, id))
  if (!funnel) throw notFound('This funnel')
  return funnel
}

/** Funnels, newest first. */
export async function listFunnels(
  { db }: Deps,
  scope: Scope,
  { cursor, limit }: ListFunnelsInput,
): Promise<Page<FunnelDto>> {
  const after = readCursor(cursor)
  const rows = await db
    .select()
    .from(funnels)
    .where(
      and(
        eq(funnels.workspaceId, scope.workspaceId),
        after ? sql`(${funnels.createdAt}, ${funnels.id}) < (${moments(after.at)}, ${after.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(funnels.createdAt), desc(funnels.id))
    .limit(limit + 1)
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }), toDto)
}

export async function getFunnel({ db }: Deps, scope: Scope, { id }: ById): Promise<FunnelDto> {
  return toDto(await read(db, scope, id))
}

export async function createFunnel(
  deps: Deps,
  scope: Scope,
  input: CreateFunnelInput,
  source: FunnelRecord['source'] = 'manual',
): Promise<FunnelDto> {
  return deps.db.transaction(async tx => {
    const [made] = await tx
      .insert(funnels)
      .values({ workspaceId: scope.workspaceId, ...input, source })
      .returning()
    if (!made) throw new Error('The funnel was not stored')
    await audit(tx, scope, { action: 'funnels.create', entity: 'funnel', entityId: made.id, after: input })
    return toDto(made)
  })
}

export async function updateFunnel(deps: Deps, scope: Scope, { id, ...change }: UpdateFunnelInput): Promise<FunnelDto> {
  return deps.db.transaction(async tx => {
    const before = await read(tx, scope, id)
    const [after] = await tx
      .update(funnels)
      .set({ ...change, updatedAt: deps.clock.now() })
      .where(named(scope, id))
      .returning()
    if (!after) throw notFound('This funnel')
    await audit(tx, scope, {
      action: 'funnels.update',
      entity: 'funnel',
      entityId: id,
      before: toDto(before),
      after: toDto(after),
    })
    return toDto(after)
  })
}

/** Removes a funnel; its issues stay, with the funnel's name. */
export async function removeFunnel(deps: Deps, scope: Scope, { id }: ById): Promise<{ id: string }> {
  return deps.db.transaction(async tx => {
    const before = await read(tx, scope, id)
    await tx.delete(funnels).where(named(scope, id))
    await audit(tx, scope, { action: 'funnels.remove', entity: 'funnel', entityId: id, before: toDto(before) })
    return { id }
  })
}

/** How far the visits that began in a window came, step by step. */
export async function getReport(
  { db }: Deps,
  scope: Scope,
  { id, from, to, breakdown }: ReportInput,
): Promise<FunnelReport> {
  return reportFunnel(db, await read(db, scope, id), { from, to }, breakdown)
}

/** The step metric of each step in two windows, and whether the difference is more than chance. */
export async function compareFunnel(
  { db }: Deps,
  scope: Scope,
  { id, current, baseline }: CompareInput,
): Promise<FunnelComparison> {
  const funnel = await read(db, scope, id)
  const before = await measureSteps(db, funnel, baseline)
  const now = await measureSteps(db, funnel, current)
  const empty = { visits: 0, completed: 0 }
  return {
    steps: funnel.steps.map(({ name }, index) => ({
      name,
      ...compareRates(before.steps[index] ?? empty, now.steps[index] ?? empty),
    })),
  }
}

/**
 * One step's metric over time, for charts.
 * @throws DomainError `not_found` for a step that the funnel has not; an `until` that it has not any more is its last.
 */
export async function getSeries(
  { db }: Deps,
  scope: Scope,
  { id, from, to, step, until }: SeriesInput,
): Promise<StepSeries> {
  const funnel = await read(db, scope, id)
  const index = funnel.steps.findIndex(({ name }) => name === step)
  if (index < 0) throw notFound(`Step ${step}`)
  return seriesOfStep(db, { ...funnel, steps: stepsUntil(funnel.steps, step, until) }, { from, to }, index)
}
