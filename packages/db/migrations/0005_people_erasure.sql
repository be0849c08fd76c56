ALTER TABLE "issue_history" ADD COLUMN "actor_id" uuid;--> statement-breakpoint
CREATE INDEX "issue_history_by_actor" ON "issue_history" USING btree ("actor_id");--> statement-breakpoint
-- Invitations are shown while they wait.
SELECT watch_table('one_time_tokens');
