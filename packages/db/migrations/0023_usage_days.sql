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
ALTER TABLE "essay_versions" ADD CONSTRAINT "essay_versions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_names" ADD CONSTRAINT "usage_names_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_returns" ADD CONSTRAINT "usage_returns_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_seen" ADD CONSTRAINT "usage_seen_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_weeks" ADD CONSTRAINT "usage_weeks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_zones" ADD CONSTRAINT "usage_zones_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_dirty_by_workspace" ON "usage_dirty" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "usage_seen_by_day" ON "usage_seen" USING btree ("workspace_id","day");