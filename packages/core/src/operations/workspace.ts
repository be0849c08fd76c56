import {
  conversations,
  essayItems,
  essayRequests,
  events,
  funnels,
  issues,
  members,
  people,
  workspaces,
} from '@quarterdeck/db'
import { and, count, eq, inArray, sql } from 'drizzle-orm'
import { countSampleRepositories, removeSampleActivity } from '../activity/index.ts'
import { countOpenIssues } from '../issues/index.ts'
import { audit, type Deps, notFound, type Scope } from '../kernel/index.ts'
import { countSampleDocuments, countUnanswered, removeSampleDocuments } from '../knowledge/index.ts'
import { countSampleReports, removeSampleReports } from '../reports/index.ts'
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
  return {
    openIssues: await countOpenIssues(deps, scope),
    openEscalations: await countWaiting(deps, scope),
    unansweredQuestions: await countUnanswered(deps, scope),
  }
}

async function countSample({ db }: Deps, scope: Scope): Promise<SampleDto> {
  const { workspaceId } = scope
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
    .from(essayRequests)
    .where(and(eq(essayRequests.workspaceId, workspaceId), eq(essayRequests.origin, 'sample')))
  const [itemCount] = await db
    .select({ n: count() })
    .from(essayItems)
    .where(and(eq(essayItems.workspaceId, workspaceId), eq(essayItems.origin, 'sample')))
  const [conversationCount] = await db
    .select({ n: count() })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.origin, 'sample')))
  const sample = {
    conversations: conversationCount?.n ?? 0,
    events: eventCount?.n ?? 0,
    funnels: funnelCount?.n ?? 0,
    issues: issueCount?.n ?? 0,
    people: peopleCount?.n ?? 0,
    essayRequests: essayCount?.n ?? 0,
    essays: itemCount?.n ?? 0,
    documents: await countSampleDocuments(db, scope),
    repositories: await countSampleRepositories(db, scope),
    reports: await countSampleReports(db, scope),
  }
  return { present: Object.values(sample).some(each => each > 0), ...sample }
}

/** Whether the sample data was taken out of the workspace: what is still being made of it is not wanted. */
export async function isSampleRefused({ db }: Deps, { workspaceId }: Scope): Promise<boolean> {
  const [row] = await db
    .select({ settings: workspaces.settings })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId))
  return row?.settings.sample === 'refused'
}

/** Takes the sample data out again, all that it made of each kind, and nothing else. */
export async function removeSample(deps: Deps, scope: Scope): Promise<Omit<SampleDto, 'present'>> {
  const { workspaceId } = scope
  return deps.db.transaction(async tx => {
    await tx
      .update(workspaces)
      .set({ settings: sql`${workspaces.settings} || '{"sample": "refused"}'` })
      .where(eq(workspaces.id, workspaceId))
    const goneIssues = await tx
      .delete(issues)
      .where(and(eq(issues.workspaceId, workspaceId), eq(issues.source, 'sample')))
      .returning({ id: issues.id })
    const goneFunnels = await tx
      .delete(funnels)
      .where(and(eq(funnels.workspaceId, workspaceId), eq(funnels.source, 'sample')))
      .returning({ id: funnels.id })
    const goneConversations = await tx
      .delete(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.origin, 'sample')))
      .returning({ id: conversations.id })
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
    const goneEssays = await tx
      .delete(essayRequests)
      .where(and(eq(essayRequests.workspaceId, workspaceId), eq(essayRequests.origin, 'sample')))
      .returning({ id: essayRequests.id })
    const goneEvents = await tx
      .delete(events)
      .where(and(eq(events.workspaceId, workspaceId), eq(events.source, 'sample')))
      .returning({ id: events.id })
    const goneItems = await tx
      .delete(essayItems)
      .where(and(eq(essayItems.workspaceId, workspaceId), eq(essayItems.origin, 'sample')))
      .returning({ id: essayItems.id })
    const removed = {
      conversations: goneConversations.length,
      events: goneEvents.length,
      funnels: goneFunnels.length,
      issues: goneIssues.length,
      people: goneMembers.length,
      essayRequests: goneEssays.length,
      essays: goneItems.length,
      documents: await removeSampleDocuments(tx, scope),
      repositories: await removeSampleActivity(tx, scope),
      reports: await removeSampleReports(tx, scope),
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
