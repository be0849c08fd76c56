SELECT watch_table('documents'), watch_table('document_versions', 'workspace_id', 'document_id'),
  watch_table('chunks', 'workspace_id', 'document_id'), watch_table('unanswered_questions'),
  watch_table('knowledge_stats'), watch_table('knowledge_terms'), watch_table('knowledge_postings'),
  watch_table('embeddings'), watch_table('chunk_codes');
--> statement-breakpoint
-- Postings are dense bytes: looking for something to compress in them costs more than it saves.
ALTER TABLE knowledge_postings ALTER COLUMN postings SET STORAGE EXTERNAL;

--> statement-breakpoint
SELECT watch_table('workflows', 'workspace_id', 'id');--> statement-breakpoint
SELECT watch_table('workflow_steps', 'workspace_id', 'workflow_id');
