ALTER TABLE "sync_batches" ADD COLUMN "due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD COLUMN "turns" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD COLUMN "error" text;--> statement-breakpoint
CREATE INDEX "sync_batches_due" ON "sync_batches" USING btree ("due_at") WHERE status = 'running';