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
DROP INDEX "essay_items_by_student";--> statement-breakpoint
ALTER TABLE "essay_items" ADD COLUMN "student_key" bigint GENERATED ALWAYS AS (hashtextextended(student_id, 0)) STORED;--> statement-breakpoint
ALTER TABLE "essay_days" ADD CONSTRAINT "essay_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_by_creation" ON "conversations" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "essay_items_by_student" ON "essay_items" USING btree ("workspace_id","student_key","submitted_at");