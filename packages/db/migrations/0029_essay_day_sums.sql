CREATE TABLE "essay_day_channels" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"status" text NOT NULL,
	"channel" text NOT NULL,
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
	CONSTRAINT "essay_day_channels_workspace_id_day_status_channel_pk" PRIMARY KEY("workspace_id","day","status","channel")
);
--> statement-breakpoint
CREATE TABLE "essay_day_drafts" (
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"turnaround" text NOT NULL,
	"status" text NOT NULL,
	"draft" text NOT NULL,
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
	CONSTRAINT "essay_day_drafts_workspace_id_day_turnaround_status_draft_pk" PRIMARY KEY("workspace_id","day","turnaround","status","draft")
);
--> statement-breakpoint
ALTER TABLE "essay_day_channels" ADD CONSTRAINT "essay_day_channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_day_drafts" ADD CONSTRAINT "essay_day_drafts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;