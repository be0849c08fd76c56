import { type Db, issues, members, people } from '@quarterdeck/db'
import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { audit, conflict, type Deps, invalid, nextNumber, notFound, type Scope, type Window } from '../kernel/index.ts'
import { type FunnelDto, getFunnel, listFunnels } from '../tracking/index.ts'
import { applyFindings } from './apply-findings.ts'
import { scanLatest, scanWindows, shapeOf } from './detect.ts'
import { diagnoseOpened } from './diagnose.ts'
import { issueColumns, toIssueDto } from './dto.ts'
import { recordHeld } from './history.ts'
import type { AssignInput, CreateIssueInput, DetectInput, SetStatusInput } from './inputs.ts'
import { beginMeasurement } from './measure.ts'
import { type DetectionResult, type IssueDto, nextStatuses } from './model.ts'
import { type DetectionRule, detectionRules } from './presets.ts'
import { getIssue } from './queries.ts'
import { scanSeasonal } from './scan-seasonal.ts'
import { issueSettings } from './settings.ts'

const named = (scope: Scope, id: string) => and(eq(issues.workspaceId, scope.workspaceId), eq(issues.id, id))

/** Opens an issue by hand, for something that people saw. */
export async function createIssue(deps: Deps, scope: Scope, input: CreateIssueInput): Promise<IssueDto> {
  const funnel = await getFunnel(deps, scope, { id: input.funnelId })
  const stepIndex = funnel.steps.findIndex(({ name }) => name === input.step)
  if (stepIndex < 0)
    throw invalid(`The funnel has no step ${input.step}`, [{ path: 'step', message: 'not a step of this funnel' }])
  const now = deps.clock.now()
  return deps.db.transaction(async tx => {
    const [made] = await tx
      .insert(issues)
      .values({
        workspaceId: scope.workspaceId,
        number: await nextNumber(tx, scope.workspaceId, 'issues'),
        funnelId: funnel.id,
        funnelName: funnel.name,
        kind: 'manual',
        title: input.title,
        step: input.step,
        stepIndex,
        lastStep: funnel.steps.at(-1)?.name ?? '',
        stepCount: funnel.steps.length,
        severity: input.severity,
        detectedAt: now,
        lastSeenAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: issues.id })
    if (!made) throw conflict('There is an open issue for this step already')
    await recordHeld(tx, deps, scope, now, {
      issueId: made.id,
      kind: 'detected',
      toStatus: 'open',
      note: input.note ?? null,
    })
    await audit(tx, scope, { action: 'issues.create', entity: 'issue', entityId: made.id, after: input })
    return getIssue({ db: tx }, scope, made)
  })
}

/** @throws DomainError `conflict` when an issue cannot go from its status to the new one. */
export async function setStatus(deps: Deps, scope: Scope, { id, status, note }: SetStatusInput): Promise<IssueDto> {
  return deps.db.transaction(async tx => {
    const [issue] = await tx.select().from(issues).where(named(scope, id)).for('update')
    if (!issue) throw notFound('This issue')
    const allowed = nextStatuses(issue.status)
    if (!allowed.includes(status)) {
      throw conflict(`An issue that is ${issue.status} can become ${allowed.join(', ')}, but not ${status}`)
    }
    const now = deps.clock.now()
    await tx.update(issues).set({ status, updatedAt: now }).where(named(scope, id))
    if (status === 'fixed') await beginMeasurement(deps, tx, scope, id, now)
    await recordHeld(tx, deps, scope, now, {
      issueId: id,
      kind: 'status',
      fromStatus: issue.status,
      toStatus: status,
      note: note ?? null,
    })
    await audit(tx, scope, {
      action: 'issues.setStatus',
      entity: 'issue',
      entityId: id,
      before: { status: issue.status },
      after: { status },
    })
    return getIssue({ db: tx }, scope, { id })
  })
}

/** Holds an issue for the rest of the transaction; with whom it had and, if they belong to the workspace, is to have. */
async function holdForAssignment(tx: Db, scope: Scope, id: string, assigneeId: string | null) {
  const next = alias(people, 'next')
  const isMember = and(eq(members.workspaceId, issues.workspaceId), sql`${members.personId} = ${assigneeId}::uuid`)
  const [row] = await tx
    .select({ ...issueColumns, next: { id: next.id, name: next.name, email: next.email } })
    .from(issues)
    .leftJoin(people, eq(people.id, issues.assigneeId))
    .leftJoin(members, isMember)
    .leftJoin(next, eq(next.id, members.personId))
    .where(named(scope, id))
    .for('no key update', { of: issues })
  if (!row) throw notFound('This issue')
  if (assigneeId && !row.next) throw notFound('This person')
  return row
}

/** Gives an issue to somebody of the workspace, or to nobody. */
export async function assign(deps: Deps, scope: Scope, { id, assigneeId }: AssignInput): Promise<IssueDto> {
  return deps.db.transaction(async tx => {
    const held = await holdForAssignment(tx, scope, id, assigneeId)
    const now = deps.clock.now()
    const changed = { assigneeId, updatedAt: now }
    await tx.update(issues).set(changed).where(named(scope, id))
    const before = toIssueDto(held)
    const after = toIssueDto({ issue: { ...held.issue, ...changed }, assignee: held.next })
    const data = {
      from: before.assignee?.name ?? null,
      fromId: before.assignee?.id ?? null,
      to: after.assignee?.name ?? null,
      toId: after.assignee?.id ?? null,
    }
    await recordHeld(tx, deps, scope, now, { issueId: id, kind: 'assigned', data })
    await audit(tx, scope, {
      action: 'issues.assign',
      entity: 'issue',
      entityId: id,
      before: { assignee: data.from, assigneeId: data.fromId },
      after: { assignee: data.to, assigneeId: data.toId },
    })
    return after
  })
}

/** Every funnel of the workspace, page by page. */
async function* allFunnels(deps: Deps, scope: Scope): AsyncGenerator<FunnelDto> {
  let cursor: string | undefined
  do {
    const page = await listFunnels(deps, scope, { limit: 200, cursor })
    yield* page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}

type Chosen = AsyncIterable<FunnelDto> | FunnelDto[]

/** As the first system judges: each step by itself. */
async function* scanOneByOne(
  deps: Deps,
  scope: Scope,
  chosen: Chosen,
  windows: { current: Window; baseline: Window } | null,
  now: Date,
) {
  for await (const funnel of chosen) {
    const shape = shapeOf(scope.workspaceId, funnel)
    const scan = windows ? await scanWindows(deps, shape, windows) : await scanLatest(deps, shape, now)
    yield { funnel, scan }
  }
}

async function scanTogether(deps: Deps, scope: Scope, chosen: Chosen, now: Date, rule: DetectionRule) {
  const funnels: FunnelDto[] = []
  for await (const funnel of chosen) funnels.push(funnel)
  return scanSeasonal(deps, scope, funnels, now, rule)
}

/** Scans one funnel or all, and opens, updates or ends issues by what it finds. */
export async function detectIssues(deps: Deps, scope: Scope, input: DetectInput): Promise<DetectionResult> {
  const { funnelId, current, baseline } = input
  const now = input.now ?? deps.clock.now()
  const total: DetectionResult = { opened: 0, updated: 0, recovered: 0 }
  const chosen = funnelId ? [await getFunnel(deps, scope, { id: funnelId })] : allFunnels(deps, scope)
  const { preset } = await issueSettings(deps.db, scope)
  const scans =
    (current && baseline) || preset === 'classic'
      ? scanOneByOne(deps, scope, chosen, current && baseline ? { current, baseline } : null, now)
      : await scanTogether(deps, scope, chosen, now, detectionRules[preset])
  for await (const { funnel, scan } of scans) {
    const result = await deps.db.transaction(async tx => {
      const applied = await applyFindings(tx, deps, scope, funnel, scan, now)
      if (applied.opened > 0) await diagnoseOpened(deps, tx, scope, funnel.id, now)
      return applied
    })
    total.opened += result.opened
    total.updated += result.updated
    total.recovered += result.recovered
  }
  // The schedule asks every minute; what it finds stands in the history of the issues.
  if (scope.actor.kind !== 'system') {
    const entity = funnelId ? { entity: 'funnel', entityId: funnelId } : { entity: 'workspace' }
    await audit(deps.db, scope, { action: 'issues.detect', ...entity, after: total })
  }
  return total
}
