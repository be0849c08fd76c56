CREATE TABLE "issue_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"issue_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"key" text,
	"url" text,
	"state" text,
	"request" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"last_error" text,
	"due_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issue_notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"issue_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"told" text,
	"reference" text,
	"last_error" text,
	"due_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_links" ADD CONSTRAINT "issue_links_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notices" ADD CONSTRAINT "issue_notices_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_notices" ADD CONSTRAINT "issue_notices_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "issue_links_once" ON "issue_links" USING btree ("issue_id","kind");--> statement-breakpoint
CREATE INDEX "issue_links_due" ON "issue_links" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "issue_links_by_key" ON "issue_links" USING btree ("workspace_id","kind","key");--> statement-breakpoint
CREATE UNIQUE INDEX "issue_notices_once" ON "issue_notices" USING btree ("issue_id","channel");--> statement-breakpoint
CREATE INDEX "issue_notices_due" ON "issue_notices" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
SELECT watch_table('issue_links', 'workspace_id', 'issue_id');--> statement-breakpoint
SELECT watch_table('issue_notices', 'workspace_id', 'issue_id');
