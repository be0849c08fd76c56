import type { Database } from '@quarterdeck/db'

/** How many items, over how many days up to a moment. */
export interface EssayLoad {
  items: number
  days: number
  until: Date
}

/**
 * Fills a workspace with made-up items, in SQL: eight of a student on average, who says the same of themselves nearly
 * always. Written to the table itself, so that its triggers count them as they count any.
 */
export async function fillEssays(database: Database, workspaceId: string, load: EssayLoad): Promise<void> {
  const piece = 100_000
  for (let first = 0; first < load.items; first += piece) {
    const last = Math.min(first + piece, load.items) - 1
    await database.run(
      `insert into essay_items (id, workspace_id, item_id, student_id, channel, is_multi_draft, location, draft, draft_plus,
         word_count, turnaround, revenue, currency, rating, satisfaction, status, submitted_at, time_remaining_hours)
       select gen_random_uuid(), $1::uuid, 'item ' || n, case when n % 50 > 0 then 'student ' || student end,
         case when n % 200 <> 1 then (array['Search','Social','Friends','School','Email','Partner','Event',null])[1 + student % 8] end,
         student % 3 = 0, (array['Boston','Oslo','Lima','Lagos','Seoul','Delhi','Berlin',null])[1 + student % 7],
         1 + floor(r1 * r1 * 6)::int, false, 200 + (r2 * 1000)::int, (array['standard','standard','express','urgent'])[1 + floor(r3 * 3.99)::int],
         2000 + (r2 * 20000)::int, 'USD', case when r4 < 0.8 then round((5 + r1 * 4)::numeric, 2) end,
         (array['E+','E+','E','E-',null])[1 + floor(r4 * 4.99)::int],
         (array['completed','completed','completed','completed','completed','completed','completed','assigned','unassigned','cancelled'])[1 + floor(r5 * 9.99)::int],
         $5::timestamptz - r6 * make_interval(days => $4::int), case when r3 < 0.9 then round((r4 * 60 - 6)::numeric, 1) end
       from (select n, (random() * $6::int / 8)::int as student, random() r1, random() r2, random() r3, random() r4, random() r5,
         random() r6 from generate_series($2::int, $3::int) n) made`,
      [workspaceId, first, last, load.days, load.until.toISOString(), load.items],
    )
  }
}
