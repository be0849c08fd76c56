SELECT watch_table('essay_day_drafts'), watch_table('essay_day_channels');
--> statement-breakpoint
CREATE INDEX essay_day_drafts_empty ON essay_day_drafts (workspace_id) WHERE essays = 0;
--> statement-breakpoint
CREATE INDEX essay_day_channels_empty ON essay_day_channels (workspace_id) WHERE essays = 0;
--> statement-breakpoint
-- Adds the rows of `delta` to a table of days that has these keys.
CREATE FUNCTION essay_day_addition(rollup text, keys text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT format('INSERT INTO %1$I AS d (workspace_id, day, %2$s, %3$s) SELECT workspace_id, day, %2$s, %4$s FROM delta
  GROUP BY workspace_id, day, %2$s ORDER BY workspace_id, day, %2$s
  ON CONFLICT (workspace_id, day, %2$s) DO UPDATE SET %5$s',
  rollup, keys, string_agg(name, ', '), string_agg(format('sum(%s)', name), ', '),
  string_agg(format('%1$s = d.%1$s + excluded.%1$s', name), ', '))
FROM unnest('{essays,revenue,rated,rating_sum,e_plus,e,e_minus,timed,on_time,late,late_warning,late_critical}'::text[]) name
$$;
--> statement-breakpoint
-- The statement that adds items to their days. `source` gives rows of `essay_items` with a `sign`: -1 takes them away.
-- It is text because only the trigger itself sees its transition tables. They are read once for all tables of days.
CREATE OR REPLACE FUNCTION essay_days_statement(source text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT format($statement$
WITH delta AS MATERIALIZED (
  SELECT i.workspace_id, (i.submitted_at AT TIME ZONE w.time_zone)::date AS day, i.turnaround, i.status,
    coalesce(i.channel, 'Unknown') AS channel, CASE WHEN i.draft >= 5 OR i.draft_plus THEN '5+' ELSE i.draft::text END AS draft,
    i.is_multi_draft IS TRUE AS multi, sum(sign) AS essays, sum(sign * i.revenue) AS revenue,
    coalesce(sum(sign) FILTER (WHERE i.rating IS NOT NULL), 0) AS rated,
    coalesce(sum(sign * i.rating * 100), 0) AS rating_sum,
    coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E+'), 0) AS e_plus,
    coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E'), 0) AS e,
    coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E-'), 0) AS e_minus,
    coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours IS NOT NULL), 0) AS timed,
    coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours > 0), 0) AS on_time,
    coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < 0), 0) AS late,
    coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < -12 AND i.time_remaining_hours >= -24), 0) AS late_warning,
    coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < -24), 0) AS late_critical
  FROM (%s) i JOIN workspaces w ON w.id = i.workspace_id
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), drafts AS (%s), channels AS (%s) %s
$statement$, source, essay_day_addition('essay_day_drafts', 'turnaround, status, draft'),
  essay_day_addition('essay_day_channels', 'status, channel'),
  essay_day_addition('essay_days', 'turnaround, status, channel, draft, multi'))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_essay_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The zone must not change between this and the commit.
  IF TG_OP <> 'DELETE' THEN
    PERFORM 1 FROM workspaces WHERE id IN (SELECT DISTINCT workspace_id FROM came) FOR SHARE;
    INSERT INTO essay_versions AS v (workspace_id, version) SELECT DISTINCT workspace_id, 1 FROM came ORDER BY 1
    ON CONFLICT (workspace_id) DO UPDATE SET version = v.version + 1;
  ELSE
    UPDATE essay_versions SET version = version + 1 WHERE workspace_id IN (SELECT DISTINCT workspace_id FROM gone);
  END IF;
  EXECUTE essay_days_statement(CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT *, 1 AS sign FROM came'
    WHEN 'DELETE' THEN 'SELECT *, -1 AS sign FROM gone'
    ELSE 'SELECT *, -1 AS sign FROM gone UNION ALL SELECT *, 1 AS sign FROM came' END);
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM essay_days WHERE essays = 0;
    DELETE FROM essay_day_drafts WHERE essays = 0;
    DELETE FROM essay_day_channels WHERE essays = 0;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION recount_essay_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM essay_days WHERE workspace_id = NEW.id;
  DELETE FROM essay_day_drafts WHERE workspace_id = NEW.id;
  DELETE FROM essay_day_channels WHERE workspace_id = NEW.id;
  EXECUTE essay_days_statement(format('SELECT *, 1 AS sign FROM essay_items WHERE workspace_id = %L', NEW.id));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Items that are there already.
DO $$
BEGIN
  DELETE FROM essay_days;
  EXECUTE essay_days_statement('SELECT *, 1 AS sign FROM essay_items');
END $$;
