-- What a conversation adds to the figures of its agent, with every change of it, in the transaction of that change: whoever
-- changes a conversation need not know of it, and the sums are what a count of the conversations would say.
CREATE FUNCTION remember_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.was_escalated := NEW.was_escalated OR NEW.status = 'escalated';
  NEW.had_staff := NEW.had_staff OR NEW.handler = 'staff';
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER remember_outcome BEFORE INSERT OR UPDATE OF status, handler ON conversations FOR EACH ROW EXECUTE FUNCTION remember_outcome();
--> statement-breakpoint
-- Adds what a conversation amounts to (1), or takes it away (-1). Resolved counts what no person had to do with.
CREATE FUNCTION add_outcome(c conversations, sign integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  began date := (c.created_at AT TIME ZONE 'UTC')::date;
  escalated_by integer := sign * c.was_escalated::integer;
  resolved_by integer := sign * (c.resolved_at IS NOT NULL AND c.status IN ('resolved', 'archived') AND NOT c.was_escalated AND NOT c.had_staff)::integer;
  rated_by integer := sign * (c.csat_score IS NOT NULL)::integer;
  score_by integer := sign * coalesce(c.csat_score, 0);
BEGIN
  IF c.agent_id IS NULL THEN RETURN; END IF;
  -- Not an upsert: with its agent or workspace its rows may be gone already, and are not to come back.
  IF sign < 0 THEN
    UPDATE agent_outcomes o SET conversations = o.conversations + sign, escalated = o.escalated + escalated_by,
      resolved = o.resolved + resolved_by, rated = o.rated + rated_by, score_sum = o.score_sum + score_by
    WHERE o.agent_id = c.agent_id AND o.day = began;
    RETURN;
  END IF;
  INSERT INTO agent_outcomes AS o (workspace_id, agent_id, day, conversations, escalated, resolved, rated, score_sum)
  VALUES (c.workspace_id, c.agent_id, began, sign, escalated_by, resolved_by, rated_by, score_by)
  ON CONFLICT ON CONSTRAINT agent_outcomes_agent_id_day_pk DO UPDATE SET
    conversations = o.conversations + excluded.conversations, escalated = o.escalated + excluded.escalated,
    resolved = o.resolved + excluded.resolved, rated = o.rated + excluded.rated, score_sum = o.score_sum + excluded.score_sum;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- The lower agent first, so that two conversations that swap agents do not wait for each other.
  IF TG_OP = 'UPDATE' AND NEW.agent_id < OLD.agent_id THEN
    PERFORM add_outcome(NEW, 1), add_outcome(OLD, -1);
  ELSE
    IF TG_OP <> 'INSERT' THEN PERFORM add_outcome(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM add_outcome(NEW, 1); END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What was counted until now did not go back with a conversation, and stood under the day of its answer: it is counted anew.
UPDATE agent_outcomes SET conversations = 0, escalated = 0, resolved = 0, rated = 0, score_sum = 0;
--> statement-breakpoint
-- Before the triggers that count: each is counted once.
UPDATE conversations c SET was_escalated = c.status = 'escalated' OR EXISTS (SELECT FROM escalations e WHERE e.conversation_id = c.id),
  had_staff = c.handler = 'staff' OR EXISTS (SELECT FROM messages m WHERE m.conversation_id = c.id AND m.author_kind = 'staff' AND NOT m.internal);
--> statement-breakpoint
SELECT count(*) FROM (SELECT add_outcome(c, 1) FROM conversations c) counted;
--> statement-breakpoint
CREATE TRIGGER count_outcome AFTER UPDATE ON conversations FOR EACH ROW
  WHEN ((OLD.agent_id, OLD.status, OLD.resolved_at, OLD.csat_score, OLD.was_escalated, OLD.had_staff, OLD.created_at)
    IS DISTINCT FROM (NEW.agent_id, NEW.status, NEW.resolved_at, NEW.csat_score, NEW.was_escalated, NEW.had_staff, NEW.created_at))
  EXECUTE FUNCTION count_outcome();
--> statement-breakpoint
CREATE TRIGGER count_outcome_of_new AFTER INSERT ON conversations FOR EACH ROW WHEN (NEW.agent_id IS NOT NULL) EXECUTE FUNCTION count_outcome();
--> statement-breakpoint
CREATE TRIGGER count_outcome_of_gone AFTER DELETE ON conversations FOR EACH ROW WHEN (OLD.agent_id IS NOT NULL) EXECUTE FUNCTION count_outcome();
