SELECT watch_table('message_deliveries', 'workspace_id', 'conversation_id'), watch_table('received_emails', 'workspace_id', 'conversation_id');
