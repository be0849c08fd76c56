ALTER TABLE "conversations" ADD COLUMN "was_escalated" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "had_staff" boolean DEFAULT false NOT NULL;