CREATE TABLE "refused_events" (
	"workspace_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"key_id" uuid NOT NULL,
	"code" text NOT NULL,
	"count" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"samples" jsonb NOT NULL,
	CONSTRAINT "refused_events_workspace_id_hour_key_id_code_pk" PRIMARY KEY("workspace_id","hour","key_id","code")
);
--> statement-breakpoint
ALTER TABLE "refused_events" ADD CONSTRAINT "refused_events_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;