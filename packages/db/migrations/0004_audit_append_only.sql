-- The audit log is only ever added to. Two exceptions: rows go with their workspace, and the erasure of a person may take
-- names, addresses and values out of rows (`amendAudit` in core says `quarterdeck.erasure` for its own transaction), but
-- never the rows, nor what was done, when, in which workspace and request. This holds against mistakes, not against
-- whoever has the database role of the product.
CREATE FUNCTION keep_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' AND old.workspace_id IS NOT NULL AND NOT EXISTS (SELECT FROM workspaces WHERE id = old.workspace_id) THEN
    RETURN old;
  END IF;
  IF tg_op = 'UPDATE' AND current_setting('quarterdeck.erasure', true) = 'on'
    AND (new.id, new.workspace_id, new.at, new.actor_kind, new.action, new.entity, new.request_id)
      IS NOT DISTINCT FROM (old.id, old.workspace_id, old.at, old.actor_kind, old.action, old.entity, old.request_id) THEN
    RETURN new;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only: % is refused', tg_op USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION keep_audit_log();
--> statement-breakpoint
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_log();
