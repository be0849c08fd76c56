DROP INDEX "payments_by_time";--> statement-breakpoint
DROP INDEX "payments_by_person";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "intent_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "refunded" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "refunded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_by_change" ON "payments" USING btree ("workspace_id","changed_at","id");--> statement-breakpoint
CREATE INDEX "payments_unclaimed" ON "payments" USING btree ("workspace_id",lower(trim(coalesce("raw" -> 'customer_details' ->> 'email', "raw" ->> 'customer_email')))) WHERE provider = 'stripe' and person_id is null;--> statement-breakpoint
CREATE INDEX "members_by_time" ON "members" USING btree ("workspace_id","created_at","person_id");--> statement-breakpoint
CREATE INDEX "payments_by_person" ON "payments" USING btree ("person_id","changed_at");