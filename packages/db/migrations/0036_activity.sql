CREATE TABLE "activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"actor_id" uuid,
	"kind" text NOT NULL,
	"object_key" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"number" integer,
	"title" text,
	"text" text NOT NULL,
	"url" text NOT NULL,
	"additions" integer,
	"deletions" integer,
	"files_changed" integer,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"gh_updated_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	"superseded_by_id" uuid,
	"removed_at" timestamp (3) with time zone,
	"via" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lexemes" "tsvector" GENERATED ALWAYS AS (activity_lexemes(text, number, details)) STORED
);
--> statement-breakpoint
CREATE TABLE "activity_codes" (
	"fact_id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"model" text NOT NULL,
	"code" bit(1024) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_embeddings" (
	"workspace_id" uuid NOT NULL,
	"model" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_embeddings_workspace_id_model_hash_pk" PRIMARY KEY("workspace_id","model","hash")
);
--> statement-breakpoint
CREATE TABLE "git_actors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"gh_id" bigint,
	"login" text,
	"name" text,
	"email" text,
	"avatar_url" text,
	"kind" text DEFAULT 'unknown' NOT NULL,
	"person_id" uuid,
	"link_decided_at" timestamp (3) with time zone,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"installation_id" bigint NOT NULL,
	"account_login" text NOT NULL,
	"account_type" text NOT NULL,
	"repository_selection" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"last_synced_at" timestamp (3) with time zone,
	"last_manual_sync_at" timestamp (3) with time zone,
	"last_sync_error" text,
	"rate_remaining" integer,
	"rate_reset_at" timestamp (3) with time zone,
	"recovery_attempts" integer DEFAULT 0 NOT NULL,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pull_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"gh_id" bigint NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"is_draft" boolean DEFAULT false NOT NULL,
	"author_id" uuid,
	"url" text NOT NULL,
	"head_ref" text,
	"base_ref" text,
	"additions" integer,
	"deletions" integer,
	"changed_files" integer,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"first_commit_at" timestamp (3) with time zone,
	"first_review_at" timestamp (3) with time zone,
	"merged_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"gh_updated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"installation_id" uuid,
	"gh_id" bigint NOT NULL,
	"gh_node_id" text,
	"full_name" text NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"url" text NOT NULL,
	"homepage" text,
	"language" text,
	"default_branch" text,
	"is_private" boolean DEFAULT false NOT NULL,
	"is_fork" boolean DEFAULT false NOT NULL,
	"is_archived" boolean DEFAULT false NOT NULL,
	"stars" integer,
	"forks" integer,
	"open_issues" integer,
	"watchers" integer,
	"size" integer,
	"gh_created_at" timestamp (3) with time zone,
	"gh_updated_at" timestamp (3) with time zone,
	"gh_pushed_at" timestamp (3) with time zone,
	"is_tracked" boolean DEFAULT true NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"synced_until" timestamp (3) with time zone,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"trigger" text NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"requested_by" uuid,
	"due_at" timestamp (3) with time zone,
	"turns" integer DEFAULT 0 NOT NULL,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"completed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sync_etags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"list" text NOT NULL,
	"etag" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"stage" text,
	"cursor" jsonb,
	"progress" real DEFAULT 0 NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"facts" integer DEFAULT 0 NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_citations" (
	"report_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"fact_id" uuid NOT NULL,
	"url" text NOT NULL,
	CONSTRAINT "report_citations_report_id_number_pk" PRIMARY KEY("report_id","number")
);
--> statement-breakpoint
CREATE TABLE "report_coverage" (
	"report_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"used" integer NOT NULL,
	"total" integer NOT NULL,
	CONSTRAINT "report_coverage_report_id_repository_id_pk" PRIMARY KEY("report_id","repository_id")
);
--> statement-breakpoint
CREATE TABLE "report_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"local_date" date NOT NULL,
	"time_zone" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"reason" text,
	"taken_at" timestamp (3) with time zone,
	"report_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "report_schedules" (
	"workspace_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"time_zone" text NOT NULL,
	"daily" boolean DEFAULT true NOT NULL,
	"weekly" boolean DEFAULT true NOT NULL,
	"week_start" text DEFAULT 'monday' NOT NULL,
	"by_email" boolean DEFAULT false NOT NULL,
	"next_daily_at" timestamp (3) with time zone,
	"next_weekly_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_schedules_workspace_id_person_id_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"team_id" uuid,
	"requested_by" uuid,
	"title" text NOT NULL,
	"time_zone" text NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"local_date" date NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"stage" text,
	"progress" real DEFAULT 0 NOT NULL,
	"error" text,
	"cache_key" text,
	"sections" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"markdown" text DEFAULT '' NOT NULL,
	"fact_count" integer DEFAULT 0 NOT NULL,
	"cited_count" integer DEFAULT 0 NOT NULL,
	"eligible_count" integer DEFAULT 0 NOT NULL,
	"coverage" real,
	"refused_claims" integer DEFAULT 0 NOT NULL,
	"notices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"model" text,
	"prompt_version" text,
	"input_tokens" integer,
	"output_tokens" integer,
	"cost" numeric(12, 6),
	"generated_at" timestamp (3) with time zone,
	"stale_at" timestamp (3) with time zone,
	"superseded_at" timestamp (3) with time zone,
	"superseded_by_id" uuid,
	"origin" text DEFAULT 'product' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"team_id" uuid NOT NULL,
	"actor_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	CONSTRAINT "team_members_team_id_actor_id_pk" PRIMARY KEY("team_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "payments_by_time";--> statement-breakpoint
DROP INDEX "payments_by_person";--> statement-breakpoint
DROP INDEX "subscriptions_by_time";--> statement-breakpoint
DROP INDEX "companion_threads_by_owner";--> statement-breakpoint
DROP INDEX "essay_requests_newest";--> statement-breakpoint
DROP INDEX "essay_requests_by_owner";--> statement-breakpoint
DROP INDEX "chat_sessions_by_person";--> statement-breakpoint
DROP INDEX "diagnoses_by_issue";--> statement-breakpoint
DROP INDEX "issues_by_detection";--> statement-breakpoint
DROP INDEX "issues_by_status";--> statement-breakpoint
DROP INDEX "issues_by_step";--> statement-breakpoint
DROP INDEX "audit_log_by_time";--> statement-breakpoint
DROP INDEX "outgoing_emails_by_time";--> statement-breakpoint
DROP INDEX "webhooks_by_time";--> statement-breakpoint
DROP INDEX "webhooks_by_status";--> statement-breakpoint
DROP INDEX "workflows_by_time";--> statement-breakpoint
DROP INDEX "documents_newest";--> statement-breakpoint
DROP INDEX "unanswered_questions_newest";--> statement-breakpoint
DROP INDEX "conversations_by_time";--> statement-breakpoint
DROP INDEX "conversations_by_status";--> statement-breakpoint
DROP INDEX "conversations_by_person";--> statement-breakpoint
DROP INDEX "received_emails_by_conversation";--> statement-breakpoint
DROP INDEX "funnels_by_workspace";--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_actor_id_git_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."git_actors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_codes" ADD CONSTRAINT "activity_codes_fact_id_activity_id_fk" FOREIGN KEY ("fact_id") REFERENCES "public"."activity"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_codes" ADD CONSTRAINT "activity_codes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_embeddings" ADD CONSTRAINT "activity_embeddings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "git_actors" ADD CONSTRAINT "git_actors_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "git_actors" ADD CONSTRAINT "git_actors_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_author_id_git_actors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."git_actors"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_installation_id_installations_id_fk" FOREIGN KEY ("installation_id") REFERENCES "public"."installations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD CONSTRAINT "sync_batches_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD CONSTRAINT "sync_batches_installation_id_installations_id_fk" FOREIGN KEY ("installation_id") REFERENCES "public"."installations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_batches" ADD CONSTRAINT "sync_batches_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_etags" ADD CONSTRAINT "sync_etags_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_etags" ADD CONSTRAINT "sync_etags_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_jobs" ADD CONSTRAINT "sync_jobs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_jobs" ADD CONSTRAINT "sync_jobs_batch_id_sync_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."sync_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_jobs" ADD CONSTRAINT "sync_jobs_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_citations" ADD CONSTRAINT "report_citations_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_citations" ADD CONSTRAINT "report_citations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_citations" ADD CONSTRAINT "report_citations_fact_id_activity_id_fk" FOREIGN KEY ("fact_id") REFERENCES "public"."activity"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_coverage" ADD CONSTRAINT "report_coverage_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_coverage" ADD CONSTRAINT "report_coverage_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_coverage" ADD CONSTRAINT "report_coverage_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_runs" ADD CONSTRAINT "report_runs_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_runs" ADD CONSTRAINT "report_runs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_runs" ADD CONSTRAINT "report_runs_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_actor_id_git_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."git_actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "activity_once" ON "activity" USING btree ("workspace_id","repository_id","object_key") WHERE superseded_at is null;--> statement-breakpoint
CREATE INDEX "activity_newest" ON "activity" USING btree ("workspace_id","occurred_at","id") WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_repository" ON "activity" USING btree ("repository_id","occurred_at","id") WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_actor" ON "activity" USING btree ("actor_id","occurred_at","id") WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_commits_of_branch" ON "activity" USING btree ("repository_id",(details ->> 'branch'),"occurred_at") WHERE kind = 'commit' and superseded_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_arrival" ON "activity" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "activity_figures" ON "activity" USING btree ("workspace_id","occurred_at","kind","repository_id","actor_id") WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_lexeme" ON "activity" USING gin ("lexemes") WITH (gin_pending_list_limit=512) WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_codes_by_workspace" ON "activity_codes" USING btree ("workspace_id");--> statement-breakpoint
CREATE UNIQUE INDEX "git_actors_once" ON "git_actors" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "git_actors_by_login" ON "git_actors" USING btree ("workspace_id","login");--> statement-breakpoint
CREATE INDEX "git_actors_by_email" ON "git_actors" USING btree ("workspace_id","email");--> statement-breakpoint
CREATE INDEX "git_actors_by_person" ON "git_actors" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "installations_once" ON "installations" USING btree ("workspace_id","installation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pull_requests_once" ON "pull_requests" USING btree ("repository_id","number");--> statement-breakpoint
CREATE INDEX "pull_requests_merged" ON "pull_requests" USING btree ("workspace_id","merged_at") WHERE merged_at is not null;--> statement-breakpoint
CREATE INDEX "pull_requests_by_author" ON "pull_requests" USING btree ("author_id");--> statement-breakpoint
CREATE UNIQUE INDEX "repositories_once" ON "repositories" USING btree ("workspace_id","gh_id");--> statement-breakpoint
CREATE INDEX "repositories_by_name" ON "repositories" USING btree ("workspace_id","full_name","id");--> statement-breakpoint
CREATE INDEX "repositories_by_installation" ON "repositories" USING btree ("installation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_batches_running" ON "sync_batches" USING btree ("installation_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "sync_batches_due" ON "sync_batches" USING btree ("due_at") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "sync_batches_newest" ON "sync_batches" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sync_batches_by_requester" ON "sync_batches" USING btree ("requested_by");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_etags_once" ON "sync_etags" USING btree ("repository_id","list");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_jobs_once" ON "sync_jobs" USING btree ("batch_id","repository_id");--> statement-breakpoint
CREATE INDEX "sync_jobs_by_repository" ON "sync_jobs" USING btree ("repository_id");--> statement-breakpoint
CREATE INDEX "sync_jobs_newest" ON "sync_jobs" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sync_jobs_waiting" ON "sync_jobs" USING btree ("status","blocked_until") WHERE status in ('pending', 'running', 'blocked');--> statement-breakpoint
CREATE INDEX "report_citations_by_fact" ON "report_citations" USING btree ("fact_id");--> statement-breakpoint
CREATE INDEX "report_coverage_by_repository" ON "report_coverage" USING btree ("repository_id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_runs_once" ON "report_runs" USING btree ("person_id","workspace_id","kind","local_date");--> statement-breakpoint
CREATE INDEX "report_runs_newest" ON "report_runs" USING btree ("workspace_id","due_at","id");--> statement-breakpoint
CREATE INDEX "report_runs_by_report" ON "report_runs" USING btree ("report_id") WHERE report_id is not null;--> statement-breakpoint
CREATE INDEX "report_runs_open" ON "report_runs" USING btree ("due_at","id") WHERE status = 'queued';--> statement-breakpoint
CREATE INDEX "report_schedules_by_person" ON "report_schedules" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "report_schedules_daily" ON "report_schedules" USING btree ("next_daily_at") WHERE next_daily_at is not null;--> statement-breakpoint
CREATE INDEX "report_schedules_weekly" ON "report_schedules" USING btree ("next_weekly_at") WHERE next_weekly_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_ready_once" ON "reports" USING btree ("workspace_id","kind",coalesce("team_id", "person_id", "workspace_id"),"period_start","period_end") WHERE status = 'ready' and superseded_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_making_once" ON "reports" USING btree ("workspace_id","kind",coalesce("team_id", "person_id", "workspace_id"),"period_start","period_end") WHERE status in ('queued', 'generating');--> statement-breakpoint
CREATE INDEX "reports_newest" ON "reports" USING btree ("workspace_id","period_end","id");--> statement-breakpoint
CREATE INDEX "reports_by_person" ON "reports" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "reports_by_team" ON "reports" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "reports_by_requester" ON "reports" USING btree ("requested_by");--> statement-breakpoint
CREATE INDEX "team_members_by_actor" ON "team_members" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_by_name" ON "teams" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "payments_by_time" ON "payments" USING btree ("workspace_id","provider_updated_at","id");--> statement-breakpoint
CREATE INDEX "payments_by_person" ON "payments" USING btree ("person_id","provider_updated_at");--> statement-breakpoint
CREATE INDEX "subscriptions_by_time" ON "subscriptions" USING btree ("workspace_id","provider_updated_at","id");--> statement-breakpoint
CREATE INDEX "companion_threads_by_owner" ON "companion_threads" USING btree ("workspace_id","owner_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "essay_requests_newest" ON "essay_requests" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "essay_requests_by_owner" ON "essay_requests" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "chat_sessions_by_person" ON "chat_sessions" USING btree ("workspace_id","person_id","last_activity_at","id");--> statement-breakpoint
CREATE INDEX "diagnoses_by_issue" ON "diagnoses" USING btree ("issue_id","created_at","id");--> statement-breakpoint
CREATE INDEX "issues_by_detection" ON "issues" USING btree ("workspace_id","detected_at","id");--> statement-breakpoint
CREATE INDEX "issues_by_status" ON "issues" USING btree ("workspace_id","status","detected_at");--> statement-breakpoint
CREATE INDEX "issues_by_step" ON "issues" USING btree ("workspace_id","step","detected_at");--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("workspace_id","at","id");--> statement-breakpoint
CREATE INDEX "outgoing_emails_by_time" ON "outgoing_emails" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhooks_by_time" ON "webhooks" USING btree ("workspace_id","received_at","id");--> statement-breakpoint
CREATE INDEX "webhooks_by_status" ON "webhooks" USING btree ("workspace_id","status","received_at");--> statement-breakpoint
CREATE INDEX "workflows_by_time" ON "workflows" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "documents_newest" ON "documents" USING btree ("workspace_id","created_at","id");--> statement-breakpoint
CREATE INDEX "unanswered_questions_newest" ON "unanswered_questions" USING btree ("workspace_id","last_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_time" ON "conversations" USING btree ("workspace_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "conversations_by_status" ON "conversations" USING btree ("workspace_id","status","last_message_at");--> statement-breakpoint
CREATE INDEX "conversations_by_person" ON "conversations" USING btree ("workspace_id","person_id","last_message_at");--> statement-breakpoint
CREATE INDEX "received_emails_by_conversation" ON "received_emails" USING btree ("conversation_id","created_at");--> statement-breakpoint
CREATE INDEX "funnels_by_workspace" ON "funnels" USING btree ("workspace_id","created_at","id");