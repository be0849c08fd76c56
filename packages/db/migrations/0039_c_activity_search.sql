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
DROP INDEX "activity_newest";--> statement-breakpoint
DROP INDEX "activity_by_repository";--> statement-breakpoint
DROP INDEX "activity_by_actor";--> statement-breakpoint
ALTER TABLE "activity" ADD COLUMN "lexemes" "tsvector" GENERATED ALWAYS AS (activity_lexemes(text, number, details)) STORED;--> statement-breakpoint
ALTER TABLE "activity_codes" ADD CONSTRAINT "activity_codes_fact_id_activity_id_fk" FOREIGN KEY ("fact_id") REFERENCES "public"."activity"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_codes" ADD CONSTRAINT "activity_codes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_embeddings" ADD CONSTRAINT "activity_embeddings_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_codes_by_workspace" ON "activity_codes" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "activity_by_lexeme" ON "activity" USING gin ("lexemes") WITH (gin_pending_list_limit=512) WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_newest" ON "activity" USING btree ("workspace_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_repository" ON "activity" USING btree ("repository_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE superseded_at is null and removed_at is null;--> statement-breakpoint
CREATE INDEX "activity_by_actor" ON "activity" USING btree ("actor_id","occurred_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE superseded_at is null and removed_at is null;