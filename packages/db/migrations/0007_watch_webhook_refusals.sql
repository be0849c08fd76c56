-- Refused deliveries are counted for the installation as a whole: each workspace hears of them. At most ten a second
-- of each source are counted.
CREATE FUNCTION announce_everywhere() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  workspace uuid;
BEGIN
  FOR workspace IN SELECT id FROM workspaces
  LOOP
    PERFORM pg_notify('changes', workspace || ':' || tg_table_name);
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER announce_insert AFTER INSERT ON webhook_refusals FOR EACH STATEMENT EXECUTE FUNCTION announce_everywhere();
--> statement-breakpoint
CREATE TRIGGER announce_update AFTER UPDATE ON webhook_refusals FOR EACH STATEMENT EXECUTE FUNCTION announce_everywhere();
