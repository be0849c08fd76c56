-- The ids that came to somebody, to somebody else or to nobody: whose days they are is looked at anew before usage is read.
-- The hashes are those of `core/src/dashboards/usage/counted.ts`.
CREATE FUNCTION note_usage_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO usage_joined (workspace_id, key)
  SELECT workspace_id, hashtextextended(subject, CASE WHEN provider = 'user' THEN 1 ELSE 0 END) FROM changed
  WHERE provider IN ('user', 'anonymous');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_usage_insert AFTER INSERT ON identities REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_people();
--> statement-breakpoint
CREATE TRIGGER note_usage_update AFTER UPDATE ON identities REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_people();
--> statement-breakpoint
CREATE TRIGGER note_usage_delete AFTER DELETE ON identities REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_usage_people();
