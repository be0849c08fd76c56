import { essayItems, events, funnels, issues, members, people, workspaces } from '@quarterdeck/db'
import { and, count, eq, inArray, sql } from 'drizzle-orm'
import { countOpenIssues } from '../issues/index.ts'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { countWaiting } from '../support/index.ts'
import type { CountsDto, SampleDto, WorkspaceDto } from './model.ts'

/** The workspace that the caller works in. */
export async function getWorkspace(deps: Deps, scope: Scope): Promise<WorkspaceDto> {
  const [workspace] = await deps.db.select().from(workspaces).where(eq(workspaces.id, scope.workspaceId))
  if (!workspace) throw notFound('This workspace')
  const { id, name, slug, timeZone } = workspace
  return { id, name, slug, timeZone, sample: await countSample(deps, scope) }
}

export async function getCounts(deps: Deps, scope: Scope): Promise<CountsDto> {
  return { openIssues: await countOpenIssues(deps, scope), openEscalations: await countWaiting(deps, scope) }
}

async function countSample({ db }: Deps, { workspaceId }: Scope): Promise<SampleDto> {
  const [funnelCount] = await db
    .select({ n: count() })
    .from(funnels)
    .where(and(eq(funnels.workspaceId, workspaceId), eq(funnels.source, 'sample')))
  const [issueCount] = await db
    .select({ n: count() })
    .from(issues)
    .where(and(eq(issues.workspaceId, workspaceId), eq(issues.source, 'sample')))
  const [peopleCount] = await db
    .select({ n: count() })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.source, 'sample')))
  const [eventCount] = await db
    .select({ n: count() })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.source, 'sample')))
  const [essayCount] = await db
    .select({ n: count() })
    .from(essayItems)
    .where(and(eq(essayItems.workspaceId, workspaceId), eq(essayItems.origin, 'sample')))
  const sample = {
    events: eventCount?.n ?? 0,
    funnels: funnelCount?.n ?? 0,
    issues: issueCount?.n ?? 0,
    people: peopleCount?.n ?? 0,
    essays: essayCount?.n ?? 0,
  }
  return { present: sample.events + sample.funnels + sample.issues + sample.people + sample.essays > 0, ...sample }
}

/** Takes the sample data out again: events, funnels, issues, people and essay items that it made, and nothing else. */
export async function removeSample(deps: Deps, scope: Scope): Promise<Omit<SampleDto, 'present'>> {
  const { workspaceId } = scope
  return deps.db.transaction(async tx => {
    const goneIssues = await tx
      .delete(issues)
      .where(and(eq(issues.workspaceId, workspaceId), eq(issues.source, 'sample')))
      .returning({ id: issues.id })
    const goneFunnels = await tx
      .delete(funnels)
      .where(and(eq(funnels.workspaceId, workspaceId), eq(funnels.source, 'sample')))
      .returning({ id: funnels.id })
    const goneMembers = await tx
      .delete(members)
      .where(and(eq(members.workspaceId, workspaceId), eq(members.source, 'sample')))
      .returning({ id: members.personId })
    const ids = goneMembers.map(({ id }) => id)
    if (ids.length > 0) {
      await tx
        .delete(people)
        .where(
          and(inArray(people.id, ids), sql`not exists (select from members where members.person_id = ${people.id})`),
        )
    }
    const goneEvents = await tx
      .delete(events)
      .where(and(eq(events.workspaceId, workspaceId), eq(events.source, 'sample')))
      .returning({ id: events.id })
    const goneEssays = await tx
      .delete(essayItems)
      .where(and(eq(essayItems.workspaceId, workspaceId), eq(essayItems.origin, 'sample')))
      .returning({ id: essayItems.id })
    const removed = {
      events: goneEvents.length,
      funnels: goneFunnels.length,
      issues: goneIssues.length,
      people: goneMembers.length,
      essays: goneEssays.length,
    }
    await audit(tx, scope, {
      action: 'workspace.removeSample',
      entity: 'workspace',
      entityId: workspaceId,
      after: removed,
    })
    return removed
  })
}
