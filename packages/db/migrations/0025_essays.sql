CREATE TABLE "essay_versions" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_days" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"events" integer NOT NULL,
	"errors" integer NOT NULL,
	CONSTRAINT "usage_days_workspace_id_day_pk" PRIMARY KEY("workspace_id","day")
);
--> statement-breakpoint
CREATE TABLE "usage_dirty" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_names" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "usage_names_workspace_id_kind_day_key_pk" PRIMARY KEY("workspace_id","kind","day","key")
);
--> statement-breakpoint
CREATE TABLE "usage_returns" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"previous_day" date NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "usage_returns_workspace_id_kind_day_previous_day_pk" PRIMARY KEY("workspace_id","kind","day","previous_day")
);
--> statement-breakpoint
CREATE TABLE "usage_seen" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" bigint NOT NULL,
	"day" date NOT NULL,
	"previous_day" date,
	"first_day" date,
	CONSTRAINT "usage_seen_workspace_id_kind_key_day_pk" PRIMARY KEY("workspace_id","kind","key","day")
);
--> statement-breakpoint
CREATE TABLE "usage_weeks" (
	"workspace_id" uuid NOT NULL,
	"cohort" date NOT NULL,
	"week" date NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "usage_weeks_workspace_id_cohort_week_pk" PRIMARY KEY("workspace_id","cohort","week")
);
--> statement-breakpoint
CREATE TABLE "usage_zones" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"zone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "essay_days" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"turnaround" text NOT NULL,
	"status" text NOT NULL,
	"channel" text NOT NULL,
	"draft" text NOT NULL,
	"multi" boolean NOT NULL,
	"essays" integer NOT NULL,
	"revenue" bigint NOT NULL,
	"rated" integer NOT NULL,
	"rating_sum" bigint NOT NULL,
	"e_plus" integer NOT NULL,
	"e" integer NOT NULL,
	"e_minus" integer NOT NULL,
	"timed" integer NOT NULL,
	"on_time" integer NOT NULL,
	"late" integer NOT NULL,
	"late_warning" integer NOT NULL,
	"late_critical" integer NOT NULL,
	CONSTRAINT "essay_days_workspace_id_day_turnaround_status_channel_draft_multi_pk" PRIMARY KEY("workspace_id","day","turnaround","status","channel","draft","multi")
);
--> statement-breakpoint
CREATE TABLE "essay_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"item_id" text NOT NULL,
	"student_id" text,
	"student_key" bigint GENERATED ALWAYS AS (hashtextextended(student_id, 0)) STORED,
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
ALTER TABLE "essay_versions" ADD CONSTRAINT "essay_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_names" ADD CONSTRAINT "usage_names_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_returns" ADD CONSTRAINT "usage_returns_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_seen" ADD CONSTRAINT "usage_seen_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_weeks" ADD CONSTRAINT "usage_weeks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_zones" ADD CONSTRAINT "usage_zones_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_days" ADD CONSTRAINT "essay_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_items" ADD CONSTRAINT "essay_items_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_dirty_by_workspace" ON "usage_dirty" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "usage_seen_by_day" ON "usage_seen" USING btree ("workspace_id","day");--> statement-breakpoint
CREATE UNIQUE INDEX "essay_items_once" ON "essay_items" USING btree ("workspace_id","item_id");--> statement-breakpoint
CREATE INDEX "essay_items_by_time" ON "essay_items" USING btree ("workspace_id","submitted_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "essay_items_by_student" ON "essay_items" USING btree ("workspace_id","student_key","submitted_at");--> statement-breakpoint
CREATE INDEX "essay_items_unassigned" ON "essay_items" USING btree ("workspace_id","submitted_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE status = 'unassigned';--> statement-breakpoint
CREATE INDEX "essay_items_late" ON "essay_items" USING btree ("workspace_id","time_remaining_hours","id") WHERE time_remaining_hours < 0;--> statement-breakpoint
CREATE INDEX "conversations_by_creation" ON "conversations" USING btree ("workspace_id","created_at");