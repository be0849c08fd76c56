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
-- An event's time does not change, but its workspace may be counted in another zone: then all days are counted anew.
INSERT INTO usage_dirty (workspace_id, day) SELECT DISTINCT workspace_id, (occurred_at AT TIME ZONE 'UTC')::date FROM events;
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
  END IF;
  RETURN NULL;
END $$;
