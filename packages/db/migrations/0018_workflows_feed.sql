SELECT watch_table('workflows', 'workspace_id', 'id'), watch_table('workflow_steps', 'workspace_id', 'workflow_id');
