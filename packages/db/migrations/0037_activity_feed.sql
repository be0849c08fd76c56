SELECT watch_table('installations'), watch_table('repositories'), watch_table('git_actors'), watch_table('activity'),
  watch_table('pull_requests'), watch_table('sync_batches'), watch_table('sync_jobs', 'workspace_id', 'batch_id');
--> statement-breakpoint
SELECT watch_table('teams'), watch_table('team_members'), watch_table('report_schedules'), watch_table('reports'),
  watch_table('report_citations', 'workspace_id', 'report_id'), watch_table('report_coverage', 'workspace_id', 'report_id'),
  watch_table('report_runs');
--> statement-breakpoint
-- Makes, for this transaction, the views that a question may read. The workspace stands in them as a constant: there is no
-- setting that a statement could change. Names, addresses and what people wrote are not in them.
CREATE OR REPLACE FUNCTION companion_open(workspace uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE entry record;
BEGIN
  FOR entry IN SELECT * FROM (VALUES
    ('companion_essays', 'SELECT item_id, student_id, channel, is_multi_draft, location, draft, draft_plus, word_count,
        turnaround, revenue AS revenue_minor, currency, rating, satisfaction, status, submitted_at, time_remaining_hours
      FROM public.essay_items WHERE workspace_id = %L'),
    ('companion_essay_requests', 'SELECT number, status, turnaround, word_count, price AS price_minor, currency, revision,
        assignee_id IS NOT NULL AS is_assigned, current_score, potential_score, created_at, due_at,
        completed_at, cancelled_at
      FROM public.essay_requests WHERE workspace_id = %L'),
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
      FROM public.payments WHERE workspace_id = %L'),
    ('companion_activity', 'SELECT a.kind, r.full_name AS repository, a.actor_id, g.kind AS actor_kind, a.number, a.additions,
        a.deletions, a.files_changed, a.occurred_at
      FROM public.activity a JOIN public.repositories r ON r.id = a.repository_id
        LEFT JOIN public.git_actors g ON g.id = a.actor_id
      WHERE a.superseded_at IS NULL AND a.removed_at IS NULL AND a.workspace_id = %L'),
    ('companion_repositories', 'SELECT full_name AS repository, language, default_branch, is_private, is_fork, is_archived,
        is_tracked, stars, forks, open_issues, gh_created_at AS created_at, gh_pushed_at AS pushed_at, synced_until
      FROM public.repositories WHERE workspace_id = %L')
  ) AS views (name, body)
  LOOP
    EXECUTE format('CREATE TEMP VIEW %I WITH (security_barrier) AS ', entry.name) || format(entry.body, workspace);
    EXECUTE format('GRANT SELECT ON pg_temp.%I TO quarterdeck_companion', entry.name);
  END LOOP;
END $$;
