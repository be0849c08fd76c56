CREATE TABLE "essay_drafts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"base_version" integer NOT NULL,
	"state" text NOT NULL,
	"document" jsonb NOT NULL,
	"word_count" integer NOT NULL,
	"current_score" integer,
	"potential_score" integer,
	"author_id" uuid,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "essay_request_history" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"from_status" text,
	"to_status" text,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"note" text,
	"data" jsonb
);
--> statement-breakpoint
CREATE TABLE "essay_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"owner_id" uuid,
	"student_name" text NOT NULL,
	"student_email" text NOT NULL,
	"application_type" text NOT NULL,
	"program_prompt" text NOT NULL,
	"original" jsonb NOT NULL,
	"edited" jsonb,
	"word_count" integer NOT NULL,
	"turnaround" text NOT NULL,
	"price" integer NOT NULL,
	"currency" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"comments" text,
	"status" text DEFAULT 'submitted' NOT NULL,
	"assignee_id" uuid,
	"current_score" integer,
	"potential_score" integer,
	"root_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"last_version" integer DEFAULT 0 NOT NULL,
	"completed_at" timestamp (3) with time zone,
	"cancelled_at" timestamp (3) with time zone,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "essay_requests_scores" CHECK (current_score between 5 and 9 and potential_score between 5 and 9)
);
--> statement-breakpoint
CREATE TABLE "essay_shares" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"made_by" text NOT NULL,
	"author_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"views" integer DEFAULT 0 NOT NULL,
	"last_view_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "essay_shares_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "essay_drafts" ADD CONSTRAINT "essay_drafts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_drafts" ADD CONSTRAINT "essay_drafts_request_id_essay_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."essay_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_drafts" ADD CONSTRAINT "essay_drafts_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_request_history" ADD CONSTRAINT "essay_request_history_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_request_history" ADD CONSTRAINT "essay_request_history_request_id_essay_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."essay_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_requests" ADD CONSTRAINT "essay_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_requests" ADD CONSTRAINT "essay_requests_owner_id_people_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_requests" ADD CONSTRAINT "essay_requests_assignee_id_people_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_requests" ADD CONSTRAINT "essay_requests_root_id_essay_requests_id_fk" FOREIGN KEY ("root_id") REFERENCES "public"."essay_requests"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_shares" ADD CONSTRAINT "essay_shares_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_shares" ADD CONSTRAINT "essay_shares_request_id_essay_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."essay_requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "essay_shares" ADD CONSTRAINT "essay_shares_author_id_people_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "essay_drafts_by_version" ON "essay_drafts" USING btree ("request_id","version");--> statement-breakpoint
CREATE INDEX "essay_drafts_by_author" ON "essay_drafts" USING btree ("author_id");--> statement-breakpoint
CREATE INDEX "essay_request_history_by_request" ON "essay_request_history" USING btree ("request_id","at","id");--> statement-breakpoint
CREATE INDEX "essay_request_history_by_actor" ON "essay_request_history" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "essay_requests_by_number" ON "essay_requests" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "essay_requests_by_revision" ON "essay_requests" USING btree (coalesce(root_id, id),"revision");--> statement-breakpoint
CREATE INDEX "essay_requests_newest" ON "essay_requests" USING btree ("workspace_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "essay_requests_by_due" ON "essay_requests" USING btree ("workspace_id","due_at","id");--> statement-breakpoint
CREATE INDEX "essay_requests_completed" ON "essay_requests" USING btree ("workspace_id","completed_at") WHERE completed_at is not null;--> statement-breakpoint
CREATE INDEX "essay_requests_by_owner" ON "essay_requests" USING btree ("owner_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "essay_requests_by_assignee" ON "essay_requests" USING btree ("assignee_id");--> statement-breakpoint
CREATE INDEX "essay_requests_by_root" ON "essay_requests" USING btree ("root_id");--> statement-breakpoint
CREATE INDEX "essay_shares_by_request" ON "essay_shares" USING btree ("request_id","created_at");--> statement-breakpoint
CREATE INDEX "essay_shares_by_author" ON "essay_shares" USING btree ("author_id");