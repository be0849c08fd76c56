SELECT watch_table('companion_threads', 'workspace_id', 'id'), watch_table('companion_messages', 'workspace_id', 'thread_id'),
  watch_table('companion_calls', 'workspace_id', 'thread_id');
--> statement-breakpoint
-- Makes, for this transaction, the views that a question may read. The workspace stands in them as a constant: there is no
-- setting that a statement could change. Names, addresses and what people wrote are not in them.
CREATE FUNCTION companion_open(workspace uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE entry record;
BEGIN
  FOR entry IN SELECT * FROM (VALUES
    ('companion_essays', 'SELECT item_id, student_id, channel, is_multi_draft, location, draft, draft_plus, word_count,
        turnaround, revenue AS revenue_minor, currency, rating, satisfaction, status, submitted_at, time_remaining_hours
      FROM public.essay_items WHERE workspace_id = %L'),
    ('companion_events', 'SELECT name, step, visit_id, device, country, app_version, error_type, source, occurred_at
      FROM public.events WHERE workspace_id = %L'),
    ('companion_conversations', 'SELECT number, status, priority, channel, handler, category, language, csat_score,
        created_at, first_response_at, resolved_at, last_message_at
      FROM public.conversations WHERE workspace_id = %L'),
    ('companion_escalations', 'SELECT e.priority, e.opened_at, e.accepted_at, e.resolved_at, e.due_at
      FROM public.escalations e WHERE e.workspace_id = %L'),
    ('companion_issues', 'SELECT number, title, kind, funnel_name, step, severity, status, drop_points, z, detected_at,
        last_seen_at, fixed_at, uplift_points
      FROM public.issues WHERE workspace_id = %L'),
    ('companion_payments', 'SELECT status, amount AS amount_minor, currency, charge_type, billed_at, paid_at, failed_at
      FROM public.payments WHERE workspace_id = %L')
  ) AS views (name, body)
  LOOP
    EXECUTE format('CREATE TEMP VIEW %I WITH (security_barrier) AS ', entry.name) || format(entry.body, workspace);
    EXECUTE format('GRANT SELECT ON pg_temp.%I TO quarterdeck_companion', entry.name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Installs what reads for the companion: a role that may read those views and nothing else, and a function that runs a
-- statement as that role. In a function with its owner's rights Postgres lets nobody change roles, and a cursor takes one
-- statement that gives rows. Without the right to make roles it says so and changes nothing: the tool is then off.
CREATE FUNCTION install_companion_reader() RETURNS boolean LANGUAGE plpgsql AS $install$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quarterdeck_companion') THEN
    BEGIN
      CREATE ROLE quarterdeck_companion NOLOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'quarterdeck_companion', 'USAGE') THEN
    EXECUTE format('GRANT quarterdeck_companion TO %I', current_user);
  END IF;
  CREATE OR REPLACE FUNCTION companion_read(query text, max_rows integer, max_bytes integer) RETURNS SETOF text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_temp, pg_catalog SET cursor_tuple_fraction = 1 AS $$
  DECLARE
    reading refcursor;
    entry record;
    line text;
    lines integer := 0;
    bytes integer := 0;
  BEGIN
    OPEN reading NO SCROLL FOR EXECUTE query;
    LOOP
      FETCH reading INTO entry;
      EXIT WHEN NOT FOUND;
      line := row_to_json(entry)::text;
      IF lines = 0 AND (SELECT count(*) > count(DISTINCT key) FROM json_object_keys(line::json) AS key) THEN
        RAISE EXCEPTION 'Two columns have the same name: give each its own with AS' USING ERRCODE = 'duplicate_column';
      END IF;
      bytes := bytes + octet_length(line);
      -- An empty line says that there is more.
      IF lines = max_rows OR bytes > max_bytes THEN
        RETURN NEXT NULL;
        EXIT;
      END IF;
      RETURN NEXT line;
      lines := lines + 1;
    END LOOP;
  END $$;
  REVOKE ALL ON FUNCTION companion_read(text, integer, integer) FROM PUBLIC;
  EXECUTE format('GRANT EXECUTE ON FUNCTION companion_read(text, integer, integer) TO %I', current_user);
  GRANT CREATE ON SCHEMA public TO quarterdeck_companion;
  ALTER FUNCTION companion_read(text, integer, integer) OWNER TO quarterdeck_companion;
  REVOKE CREATE ON SCHEMA public FROM quarterdeck_companion;
  RETURN true;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'The companion cannot run SQL: %', SQLERRM;
  RETURN false;
END $install$;
--> statement-breakpoint
SELECT install_companion_reader();
