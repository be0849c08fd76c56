CREATE TABLE "diagnoses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"issue_id" uuid NOT NULL,
	"root_cause" text NOT NULL,
	"explanation" text NOT NULL,
	"claims" jsonb NOT NULL,
	"actions" jsonb NOT NULL,
	"evidence" jsonb NOT NULL,
	"confidence" integer,
	"model" text,
	"failure" text,
	"prompt_tokens" integer,
	"completion_tokens" integer,
	"cost_micros" integer,
	"milliseconds" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "regression_of" uuid;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "fixed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "fixed_visits" integer;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "fixed_completed" integer;--> statement-breakpoint
ALTER TABLE "issues" ADD COLUMN "uplift_points" double precision;--> statement-breakpoint
ALTER TABLE "diagnoses" ADD CONSTRAINT "diagnoses_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "diagnoses" ADD CONSTRAINT "diagnoses_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "diagnoses_by_issue" ON "diagnoses" USING btree ("issue_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
SELECT watch_table('diagnoses', 'workspace_id', 'issue_id');
