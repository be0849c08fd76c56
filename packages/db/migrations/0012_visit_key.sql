DROP INDEX "events_by_name";--> statement-breakpoint
DROP INDEX "events_by_step";--> statement-breakpoint
DROP INDEX "events_by_error";--> statement-breakpoint
DROP INDEX "events_by_visit";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "visit_key" bigint GENERATED ALWAYS AS (hashtextextended(visit_id, 0)) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "events_by_name" ON "events" USING btree ("workspace_id","name","occurred_at","visit_key");--> statement-breakpoint
CREATE INDEX "events_by_step" ON "events" USING btree ("workspace_id","step","occurred_at","visit_key") WHERE step is not null;--> statement-breakpoint
CREATE INDEX "events_by_error" ON "events" USING btree ("workspace_id","occurred_at","visit_key") WHERE error_type is not null;--> statement-breakpoint
CREATE INDEX "events_by_visit" ON "events" USING btree ("workspace_id","visit_key","occurred_at","name");