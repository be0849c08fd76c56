-- The change feed: after each statement, one small topic for each workspace (and scope) that it touched goes to the
-- channel `changes`. Postgres folds equal topics of one transaction into one. Nothing is stored: a client refetches
-- everything when it connects, and then what a topic names.
CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  workspace_column text := tg_argv[0];
  scope_column text := tg_argv[1];
  topic text;
  many boolean;
BEGIN
  IF scope_column IS NOT NULL THEN
    EXECUTE format('SELECT count(*) > 20 FROM (SELECT DISTINCT %I, %I FROM changed LIMIT 21) t', workspace_column, scope_column) INTO many;
    IF many THEN scope_column := NULL; END IF;
  END IF;
  FOR topic IN EXECUTE format(
    'SELECT DISTINCT concat_ws('':'', %I, %L%s) FROM changed',
    workspace_column, tg_table_name, CASE WHEN scope_column IS NULL THEN '' ELSE format(', %I', scope_column) END)
  LOOP
    PERFORM pg_notify('changes', topic);
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A person belongs to workspaces only through members.
CREATE FUNCTION announce_person_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  topic text;
BEGIN
  FOR topic IN SELECT DISTINCT m.workspace_id || ':people' FROM changed JOIN members m ON m.person_id = changed.id
  LOOP
    PERFORM pg_notify('changes', topic);
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Puts a table on the change feed. Later migrations call this for theirs.
CREATE FUNCTION watch_table(name text, workspace_column text DEFAULT 'workspace_id', scope_column text DEFAULT NULL) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  arguments text := quote_literal(workspace_column) || CASE WHEN scope_column IS NULL THEN '' ELSE ', ' || quote_literal(scope_column) END;
BEGIN
  EXECUTE format('CREATE TRIGGER announce_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_change(%s)', name, arguments);
  EXECUTE format('CREATE TRIGGER announce_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_change(%s)', name, arguments);
  EXECUTE format('CREATE TRIGGER announce_delete AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_change(%s)', name, arguments);
END $$;
--> statement-breakpoint
SELECT watch_table('workspaces', 'id');
--> statement-breakpoint
SELECT watch_table('members'), watch_table('identities'), watch_table('api_keys'), watch_table('events'), watch_table('funnels'),
  watch_table('audit_log'), watch_table('issues'), watch_table('issue_history', 'workspace_id', 'issue_id');
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON people REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION announce_person_change();
