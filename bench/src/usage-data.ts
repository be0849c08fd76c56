import type { Database } from '@quarterdeck/db'

/** How many events, over how many days up to a moment. */
export interface UsageLoad {
  events: number
  days: number
  until: Date
}

/** What dashboards do not read: without them ten million events are there in minutes. */
const unread = ['events_by_name', 'events_by_step', 'events_by_error', 'events_by_visit', 'events_by_user']

export async function dropUnreadIndexes(database: Database): Promise<void> {
  for (const name of unread) await database.run(`drop index if exists ${name}`)
}

/** Fills a workspace with visits of seven events, in SQL, through the table's triggers; a person makes some eight visits. */
export async function fillUsage(database: Database, workspaceId: string, load: UsageLoad): Promise<void> {
  const piece = 500_000
  for (let first = 0; first < load.events; first += piece) {
    const last = Math.min(first + piece, load.events) - 1
    await database.run(
      `insert into events (workspace_id, id, name, visit_id, anonymous_id, user_id, occurred_at, client_at, received_at,
         error_type, properties, source)
       select $1::uuid, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
         (array['page_view','page_view','page_view','saved','searched','shared','opened'])[1 + n % 7], 'visit ' || visit,
         'browser ' || person, case when person % 3 = 0 then 'user ' || person end, at, at, at,
         case when n % 97 = 0 then 'Broken' end,
         case when n % 7 < 3 then jsonb_build_object('path', '/pages/' || (visit * 31 + n) % 60) end, 'import'
       from (select n, n / 7 as visit, (n / 7)::bigint * 7919 % greatest(1, $6::int / 56) as person,
           $5::timestamptz - ($6::int - n)::float8 / $6::int * make_interval(days => $4::int) as at
         from generate_series($2::int, $3::int) n) made`,
      [workspaceId, first, last, load.days, load.until.toISOString(), load.events],
    )
  }
}
