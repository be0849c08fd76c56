import {
  type ActivityKind,
  activity,
  type Db,
  type GitActorKind,
  gitActors,
  repositories,
  teamMembers,
} from '@quarterdeck/db'
import { and, count, desc, eq, gte, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import { sha256 } from '../kernel/index.ts'
import type { ReportKind } from './model.ts'
import type { ReportSpan } from './span.ts'
import { promptVersion } from './writing/prompt-version.ts'

/** Whose work a report tells of: everybody's when both are null. */
export interface Subject {
  personId: string | null
  teamId: string | null
}

/** A fact as reports are made from. */
export interface Fact {
  id: string
  kind: ActivityKind
  objectKey: string
  occurredAt: Date
  number: number | null
  title: string | null
  text: string
  url: string
  additions: number | null
  deletions: number | null
  filesChanged: number | null
  details: Record<string, string | number | boolean | null>
  contentHash: string
  repositoryId: string
  repository: string
  actorId: string | null
  actor: { login: string | null; name: string | null; kind: GitActorKind } | null
}

/** The most facts that one report is made from: the newest. */
export const factLimit = 2_000

function whose(db: Db, { personId, teamId }: Subject): SQL | undefined {
  if (teamId) {
    const members = db.select({ id: teamMembers.actorId }).from(teamMembers).where(eq(teamMembers.teamId, teamId))
    return inArray(activity.actorId, members)
  }
  if (!personId) return undefined
  const own = db.select({ id: gitActors.id }).from(gitActors).where(eq(gitActors.personId, personId))
  return inArray(activity.actorId, own)
}

const standing = (db: Db, workspaceId: string, subject: Subject, { from, to }: Pick<ReportSpan, 'from' | 'to'>) =>
  and(
    eq(activity.workspaceId, workspaceId),
    gte(activity.occurredAt, from),
    lt(activity.occurredAt, to),
    isNull(activity.supersededAt),
    isNull(activity.removedAt),
    eq(repositories.isTracked, true),
    whose(db, subject),
  )

/** The facts of a span as they stand, newest first; `left` counts those beyond the limit. */
export async function collectFacts(
  db: Db,
  workspaceId: string,
  subject: Subject,
  span: Pick<ReportSpan, 'from' | 'to'>,
): Promise<{ facts: Fact[]; left: number }> {
  const isOfSpan = standing(db, workspaceId, subject, span)
  const rows = await db
    .select({
      ...{ id: activity.id, kind: activity.kind, objectKey: activity.objectKey, occurredAt: activity.occurredAt },
      ...{ number: activity.number, title: activity.title, text: activity.text, url: activity.url },
      ...{ additions: activity.additions, deletions: activity.deletions, filesChanged: activity.filesChanged },
      ...{ details: activity.details, contentHash: activity.contentHash, repositoryId: activity.repositoryId },
      ...{ repository: repositories.fullName, actorId: activity.actorId },
      actor: { login: gitActors.login, name: gitActors.name, kind: gitActors.kind },
    })
    .from(activity)
    .innerJoin(repositories, eq(repositories.id, activity.repositoryId))
    .leftJoin(gitActors, eq(gitActors.id, activity.actorId))
    .where(isOfSpan)
    .orderBy(desc(activity.occurredAt), desc(activity.id))
    .limit(factLimit + 1)
  if (rows.length <= factLimit) return { facts: rows, left: 0 }
  const [all] = await db
    .select({ facts: count() })
    .from(activity)
    .innerJoin(repositories, eq(repositories.id, activity.repositoryId))
    .where(isOfSpan)
  return { facts: rows.slice(0, factLimit), left: (all?.facts ?? factLimit) - factLimit }
}

/** What names a report's content: the same again, by the same version of how it is told, needs no writing. */
export function cacheKeyOf(
  kind: ReportKind,
  { personId, teamId }: Subject,
  { from, to }: Pick<ReportSpan, 'from' | 'to'>,
  facts: readonly Pick<Fact, 'contentHash'>[],
  version: string = promptVersion,
): string {
  const hashes = facts.map(({ contentHash }) => contentHash).sort()
  const subject = teamId ?? personId ?? 'everybody'
  return sha256([kind, subject, from.toISOString(), to.toISOString(), version, ...hashes].join('|'))
}
