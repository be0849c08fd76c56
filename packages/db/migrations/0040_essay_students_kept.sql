SELECT watch_table('essay_students');
--> statement-breakpoint
-- One student's items, with all that is said of a student: they are read from this index alone.
CREATE INDEX essay_items_by_student ON essay_items (workspace_id, student_key, submitted_at)
  INCLUDE (status, is_multi_draft, channel, location, revenue) WHERE student_key IS NOT NULL;
--> statement-breakpoint
-- Makes the rows of these students anew, from at most 201 of their items each. Planned at every call: a plan that was made
-- while there were few items would read all of them once there are many.
CREATE FUNCTION recount_essay_students(workspace uuid, keys bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE $statement$
INSERT INTO essay_students AS s
  (workspace_id, student_key, steady, channel, location, multi, moments, active, revenue, net_revenue)
SELECT $1, student_key, steady, channel, location, multi, CASE WHEN steady THEN moments END,
  CASE WHEN steady THEN active END, CASE WHEN steady THEN revenue END, CASE WHEN steady THEN net_revenue END
FROM unnest($2) AS touched (student_key) CROSS JOIN LATERAL (
  SELECT count(*) AS items, min(channel COLLATE "C") AS channel, min(location COLLATE "C") AS location,
    coalesce(bool_or(is_multi_draft), false) AS multi, array_agg(submitted_at) AS moments, array_agg(active) AS active,
    array_agg(revenue) AS revenue, array_agg(net_revenue) AS net_revenue,
    count(*) <= 200 AND count(channel) IN (0, count(*)) AND count(location) IN (0, count(*))
      AND count(is_multi_draft) IN (0, count(*)) AND bool_and(is_multi_draft) IS NOT DISTINCT FROM bool_or(is_multi_draft)
      AND min(channel COLLATE "C") IS NOT DISTINCT FROM max(channel COLLATE "C")
      AND min(location COLLATE "C") IS NOT DISTINCT FROM max(location COLLATE "C") AS steady
  FROM (
    -- Of items of one moment each has the sums of all of them.
    SELECT channel, location, is_multi_draft, submitted_at, count(*) FILTER (WHERE status <> 'cancelled') OVER upto AS active,
      sum(revenue) OVER upto AS revenue, coalesce(sum(revenue) FILTER (WHERE status <> 'cancelled') OVER upto, 0) AS net_revenue
    FROM (
      SELECT channel, location, is_multi_draft, submitted_at, status, revenue FROM essay_items i WHERE i.workspace_id = $1 AND i.student_key = touched.student_key
      ORDER BY submitted_at LIMIT 201
    ) first_items
    WINDOW upto AS (ORDER BY submitted_at) ORDER BY submitted_at
  ) running
) counted
WHERE items > 0 ORDER BY student_key
ON CONFLICT (workspace_id, student_key) DO UPDATE SET steady = excluded.steady, channel = excluded.channel,
  location = excluded.location, multi = excluded.multi, moments = excluded.moments, active = excluded.active,
  revenue = excluded.revenue, net_revenue = excluded.net_revenue
$statement$ USING workspace, keys;
END $$;
--> statement-breakpoint
-- The same for all students of items in `source`, which is text because only the trigger itself sees its transition tables.
CREATE FUNCTION essay_students_statement(source text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT format('SELECT count(recount_essay_students(workspace_id, keys)) FROM (SELECT workspace_id,
  array_agg(DISTINCT student_key) AS keys FROM (%s) i WHERE student_key IS NOT NULL GROUP BY 1 ORDER BY 1) touched', source)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_essay_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  source text := CASE TG_OP
    WHEN 'INSERT' THEN 'SELECT *, 1 AS sign FROM came'
    WHEN 'DELETE' THEN 'SELECT *, -1 AS sign FROM gone'
    ELSE 'SELECT *, -1 AS sign FROM gone UNION ALL SELECT *, 1 AS sign FROM came' END;
BEGIN
  -- The zone must not change between this and the commit. Whoever has the version's row is alone with the workspace's
  -- items: the statements after it see all that others wrote.
  IF TG_OP <> 'DELETE' THEN
    PERFORM 1 FROM workspaces WHERE id IN (SELECT DISTINCT workspace_id FROM came) FOR SHARE;
    INSERT INTO essay_versions AS v (workspace_id, version) SELECT DISTINCT workspace_id, 1 FROM came ORDER BY 1
    ON CONFLICT (workspace_id) DO UPDATE SET version = v.version + 1;
  ELSE
    UPDATE essay_versions SET version = version + 1 WHERE workspace_id IN (SELECT DISTINCT workspace_id FROM gone);
  END IF;
  EXECUTE essay_days_statement(source);
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM essay_days WHERE essays = 0;
    DELETE FROM essay_day_drafts WHERE essays = 0;
    DELETE FROM essay_day_channels WHERE essays = 0;
    DELETE FROM essay_students s USING (SELECT DISTINCT workspace_id, student_key FROM gone) g
    WHERE s.workspace_id = g.workspace_id AND s.student_key = g.student_key AND NOT EXISTS (
      SELECT FROM essay_items i WHERE i.workspace_id = g.workspace_id AND i.student_key = g.student_key);
  END IF;
  EXECUTE essay_students_statement(source);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Students of items that are there already.
DO $$
BEGIN
  EXECUTE essay_students_statement('SELECT * FROM essay_items');
END $$;
