import type { Database } from '@quarterdeck/db'

export const eventCount = 1_000_000
export const visitCount = 300_000
/** How far back the events reach, in days. */
export const spanDays = 14

export const funnelSteps = ['view_item', 'add_to_cart', 'begin_checkout', 'purchase']

/** A UUIDv7 such as our tracker makes: ordered by time, which is what decides how well indexes stay in memory. */
const uuid = (at: string) =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`

/**
 * Fills `events`: 300,000 visits over 14 days. 70 % do step 1, of those 45 % step 2, of those 55 % step 3, of those
 * 60 % step 4, minutes apart; a fifth of the visits repeat step 1 later, and one in twenty does step 3 before step 2.
 * What is missing to a million are other events of the same visits. The same visits in every run, stored in the order
 * of their times, as they would have come in.
 */
const fill = `
  select setseed(0.42);
  create temporary table visits as
    select number, ${uuid('began')} as visit_id, began,
      case when random() > 0.70 then 0 when random() > 0.45 then 1 when random() > 0.55 then 2 when random() > 0.60 then 3 else 4 end as depth,
      random() < 0.20 as repeats, random() < 0.05 as muddled
    from (select number, now() - random() * interval '${spanDays} days' as began from generate_series(1, ${visitCount}) as number) as numbers;
  create temporary table moments as
    select number, visit_id, steps.name, began + interval '40 seconds' * (steps.step + random()) as at
      from visits cross join (values (1, 'view_item'), (2, 'add_to_cart'), (3, 'begin_checkout'), (4, 'purchase')) as steps(step, name)
      where steps.step <= depth
    union all
    select number, visit_id, 'view_item', began + interval '10 minutes' * random() from visits where repeats and depth > 0
    union all
    select number, visit_id, 'begin_checkout', began from visits where muddled and depth > 1;
  insert into moments
    select number, visit_id, (array['page_view', 'search', 'scroll', 'click', 'open_menu'])[1 + floor(random() * 5)::int],
      began + interval '8 minutes' * random()
    from visits cross join generate_series(1, 4)
    order by random() limit ${eventCount} - (select count(*) from moments);
  insert into events (workspace_id, id, name, visit_id, anonymous_id, step, occurred_at, client_at, received_at, device, country, app_version, properties, source)
    select workspaces.id, ${uuid('at')},
      moments.name, visit_id, 'browser-' || number % 150000, case when moments.name in ('view_item', 'purchase') then moments.name end, at, at, at,
      (array['mobile', 'desktop', 'tablet'])[1 + number % 3], (array['DE', 'FR', 'GB', 'US', 'PL'])[1 + number % 5], '2.4.1',
      jsonb_build_object('url', '/items/' || number % 500, 'price', number % 200), 'sdk'
    from moments cross join workspaces order by at;
  drop table visits, moments;`

/** @returns how many events there are. */
export async function fillEvents(database: Database): Promise<number> {
  await database.script(fill)
  await database.script('vacuum analyze events')
  const [row] = await database.run<{ count: number }>('select count(*)::int as count from events')
  return row?.count ?? 0
}
