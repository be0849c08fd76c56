CREATE TABLE "essay_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"item_id" text NOT NULL,
	"student_id" text,
	"channel" text,
	"is_multi_draft" boolean,
	"location" text,
	"draft" integer NOT NULL,
	"draft_plus" boolean DEFAULT false NOT NULL,
	"word_count" integer NOT NULL,
	"turnaround" text NOT NULL,
	"revenue" bigint NOT NULL,
	"currency" text NOT NULL,
	"rating" numeric(3, 2),
	"satisfaction" text,
	"status" text NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"time_remaining_hours" numeric,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "essay_items_draft" CHECK (draft >= 1),
	CONSTRAINT "essay_items_word_count" CHECK (word_count >= 0),
	CONSTRAINT "essay_items_rating" CHECK (rating between 0 and 9)
);
--> statement-breakpoint
ALTER TABLE "essay_items" ADD CONSTRAINT "essay_items_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "essay_items_once" ON "essay_items" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "essay_items_by_time" ON "essay_items" USING btree ("workspace_id","submitted_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "essay_items_by_student" ON "essay_items" USING btree ("workspace_id","student_id","submitted_at");--> statement-breakpoint
CREATE INDEX "essay_items_unassigned" ON "essay_items" USING btree ("workspace_id","submitted_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE status = 'unassigned';--> statement-breakpoint
CREATE INDEX "essay_items_late" ON "essay_items" USING btree ("workspace_id","time_remaining_hours","id") WHERE time_remaining_hours < 0;