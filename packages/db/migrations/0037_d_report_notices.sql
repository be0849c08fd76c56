ALTER TABLE "reports" ADD COLUMN "eligible_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "notices" jsonb DEFAULT '[]'::jsonb NOT NULL;