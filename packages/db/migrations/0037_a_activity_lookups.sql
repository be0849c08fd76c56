ALTER TABLE "git_actors" ADD COLUMN "link_decided_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "activity_commits_of_branch" ON "activity" USING btree ("repository_id",(details ->> 'branch'),"occurred_at") WHERE kind = 'commit' and superseded_at is null;--> statement-breakpoint
CREATE INDEX "git_actors_by_email" ON "git_actors" USING btree ("workspace_id","email");