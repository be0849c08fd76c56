ALTER TABLE "report_runs" ADD COLUMN "time_zone" text NOT NULL;--> statement-breakpoint
ALTER TABLE "report_runs" ADD COLUMN "period_start" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "report_runs" ADD COLUMN "taken_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "report_runs_open" ON "report_runs" USING btree ("due_at","id") WHERE status = 'queued';