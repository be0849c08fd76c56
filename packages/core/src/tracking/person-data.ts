import { events } from '@quarterdeck/db'
import { and, desc, eq, getTableColumns, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { exportLimit, type KnownPerson, type PersonSource } from '../identity/index.ts'

/** Sent under one of their user ids, or by a browser of theirs before it knew anybody. */
function ofPerson({ workspaceId, users, browsers }: KnownPerson): SQL | undefined {
  const anonymous = and(isNull(events.userId), inArray(events.anonymousId, browsers))
  return and(
    eq(events.workspaceId, workspaceId),
    or(inArray(events.userId, users), browsers.length > 0 ? anonymous : undefined),
  )
}

const listOf = (values: readonly string[]): SQL =>
  sql.join(
    values.map(value => sql`${value}`),
    sql`, `,
  )

// What we count by says nothing of anybody.
const { visitKey: _, ...exported } = getTableColumns(events)

/** What trackers sent about them. Events are removed, not made anonymous: docs/adr/0008 says why. */
export const trackingPersonSource: PersonSource = {
  export: async (db, person) => ({
    events: await db
      .select(exported)
      .from(events)
      .where(ofPerson(person))
      .orderBy(desc(events.occurredAt), desc(events.id))
      .limit(exportLimit),
  }),
  erase: async (tx, person) => {
    await tx.delete(events).where(ofPerson(person))
  },
  merge: async (tx, { workspaceId, personId: visitorId }, personId) => {
    // Only the product's own: trackers know a visitor by their browser.
    const ofVisitor = and(eq(events.workspaceId, workspaceId), eq(events.userId, visitorId))
    await tx.update(events).set({ userId: personId }).where(ofVisitor)
  },
  // Visits are found by user id, which has an index, and then take in what their browser did before it signed in.
  timeline: ({ workspaceId, users }) => [
    sql`select max(occurred_at) as at, md5(visit_id)::uuid as id, 'visit' as kind, 'Visited' as title,
        jsonb_build_object('visitId', visit_id, 'events', count(*), 'startedAt', min(occurred_at),
          'seconds', round(extract(epoch from max(occurred_at) - min(occurred_at))),
          'device', min(device), 'country', min(country)) as data
      from events where workspace_id = ${workspaceId} and (visit_key, visit_id) in (
        select visit_key, visit_id from events where workspace_id = ${workspaceId} and user_id in (${listOf(users)}))
        and (user_id is null or user_id in (${listOf(users)}))
        and visit_id not like 'conversation:%'
      group by visit_id`,
  ],
}
