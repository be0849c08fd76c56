SELECT watch_table('workflows', 'workspace_id', 'id');--> statement-breakpoint
SELECT watch_table('workflow_steps', 'workspace_id', 'workflow_id');
