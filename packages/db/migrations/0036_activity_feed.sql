SELECT watch_table('installations'), watch_table('repositories'), watch_table('git_actors'), watch_table('activity'),
  watch_table('pull_requests'), watch_table('sync_batches'), watch_table('sync_jobs', 'workspace_id', 'batch_id');
--> statement-breakpoint
SELECT watch_table('teams'), watch_table('team_members'), watch_table('report_schedules'), watch_table('reports'),
  watch_table('report_citations', 'workspace_id', 'report_id'), watch_table('report_coverage', 'workspace_id', 'report_id'),
  watch_table('report_runs');
