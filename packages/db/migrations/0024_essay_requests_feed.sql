SELECT watch_table('essay_requests', 'workspace_id', 'id'), watch_table('essay_drafts', 'workspace_id', 'request_id'),
  watch_table('essay_request_history', 'workspace_id', 'request_id'),
  watch_table('essay_shares', 'workspace_id', 'request_id');
