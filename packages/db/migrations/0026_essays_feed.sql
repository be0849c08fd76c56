SELECT watch_table('essay_items'), watch_table('essay_days');
--> statement-breakpoint
-- Students are counted from this index alone, without a look at the items.
CREATE INDEX essay_items_students ON essay_items (workspace_id, submitted_at)
  INCLUDE (student_key, status, is_multi_draft, turnaround, draft, draft_plus, channel, location, revenue)
  WHERE student_key IS NOT NULL;
--> statement-breakpoint
CREATE INDEX essay_days_empty ON essay_days (workspace_id) WHERE essays = 0;
--> statement-breakpoint
-- The statement that adds items to their days. `source` gives rows of `essay_items` with a `sign`: -1 takes them away.
-- It is text because only the trigger itself sees its transition tables.
CREATE FUNCTION essay_days_statement(source text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
SELECT format($statement$
INSERT INTO essay_days AS d (workspace_id, day, turnaround, status, channel, draft, multi, essays, revenue, rated,
  rating_sum, e_plus, e, e_minus, timed, on_time, late, late_warning, late_critical)
SELECT i.workspace_id, (i.submitted_at AT TIME ZONE w.time_zone)::date, i.turnaround, i.status,
  coalesce(i.channel, 'Unknown'), CASE WHEN i.draft >= 5 OR i.draft_plus THEN '5+' ELSE i.draft::text END,
  i.is_multi_draft IS TRUE, sum(sign), sum(sign * i.revenue), coalesce(sum(sign) FILTER (WHERE i.rating IS NOT NULL), 0),
  coalesce(sum(sign * i.rating * 100), 0), coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E+'), 0),
  coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E'), 0), coalesce(sum(sign) FILTER (WHERE i.satisfaction = 'E-'), 0),
  coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours IS NOT NULL), 0), coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours > 0), 0),
  coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < 0), 0), coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < -12 AND i.time_remaining_hours >= -24), 0),
  coalesce(sum(sign) FILTER (WHERE i.time_remaining_hours < -24), 0)
FROM (%s) i JOIN workspaces w ON w.id = i.workspace_id
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7
ON CONFLICT (workspace_id, day, turnaround, status, channel, draft, multi) DO UPDATE SET
  essays = d.essays + excluded.essays, revenue = d.revenue + excluded.revenue, rated = d.rated + excluded.rated,
  rating_sum = d.rating_sum + excluded.rating_sum, e_plus = d.e_plus + excluded.e_plus, e = d.e + excluded.e,
  e_minus = d.e_minus + excluded.e_minus, timed = d.timed + excluded.timed, on_time = d.on_time + excluded.on_time,
  late = d.late + excluded.late, late_warning = d.late_warning + excluded.late_warning,
  late_critical = d.late_critical + excluded.late_critical
$statement$, source)
$$;
--> statement-breakpoint
CREATE FUNCTION count_essay_days() RETURNS trigger LANGUAGE plpgsql AS $$
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
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER count_days_insert AFTER INSERT ON essay_items REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_essay_days();
--> statement-breakpoint
CREATE TRIGGER count_days_update AFTER UPDATE ON essay_items REFERENCING OLD TABLE AS gone NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION count_essay_days();
--> statement-breakpoint
CREATE TRIGGER count_days_delete AFTER DELETE ON essay_items REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_essay_days();
--> statement-breakpoint
CREATE FUNCTION recount_essay_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM essay_days WHERE workspace_id = NEW.id;
  EXECUTE essay_days_statement(format('SELECT *, 1 AS sign FROM essay_items WHERE workspace_id = %L', NEW.id));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER recount_essay_days AFTER UPDATE OF time_zone ON workspaces FOR EACH ROW
  WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION recount_essay_days();
--> statement-breakpoint
-- The days that events came to or went from, to be counted anew. Rows are only added here: nobody waits for anybody.
CREATE FUNCTION note_usage_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_dirty (workspace_id, day)
  SELECT DISTINCT workspace_id, (occurred_at AT TIME ZONE 'UTC')::date FROM changed;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_usage_insert AFTER INSERT ON events REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_days();
--> statement-breakpoint
CREATE TRIGGER note_usage_update AFTER UPDATE ON events REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_days();
--> statement-breakpoint
CREATE TRIGGER note_usage_delete AFTER DELETE ON events REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_days();
--> statement-breakpoint
-- Events that are there already.
INSERT INTO usage_dirty (workspace_id, day) SELECT DISTINCT workspace_id, (occurred_at AT TIME ZONE 'UTC')::date FROM events;
