DROP INDEX "events_by_name";--> statement-breakpoint
DROP INDEX "events_by_step";--> statement-breakpoint
CREATE INDEX "events_by_name" ON "events" USING btree ("workspace_id","name","occurred_at","visit_id");--> statement-breakpoint
CREATE INDEX "events_by_step" ON "events" USING btree ("workspace_id","step","occurred_at","visit_id") WHERE step is not null;