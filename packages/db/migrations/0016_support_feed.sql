SELECT watch_table('conversations', 'workspace_id', 'id'), watch_table('messages', 'workspace_id', 'conversation_id'),
  watch_table('escalations', 'workspace_id', 'conversation_id'), watch_table('attachments', 'workspace_id', 'conversation_id'),
  watch_table('support_duty'), watch_table('canned_replies'), watch_table('agents'), watch_table('agent_prompts'),
  watch_table('agent_outcomes');
--> statement-breakpoint
-- An attachment goes with its conversation or person, wherever that is removed; its object in a bucket is outside of
-- any transaction, so that it is noted here and removed by a job.
CREATE FUNCTION note_orphaned_objects() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orphaned_objects (object_key) SELECT object_key FROM gone WHERE object_key IS NOT NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_orphans AFTER DELETE ON attachments REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_orphaned_objects();
