CREATE TABLE "companion_calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"place" text NOT NULL,
	"tool" text NOT NULL,
	"args" jsonb,
	"result" jsonb,
	"error" text,
	"milliseconds" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "companion_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"change" integer NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"content" text DEFAULT '' NOT NULL,
	"failure" text,
	"numbers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"client_id" text,
	"model" text,
	"tokens" integer,
	"cost_micros" integer,
	"latency_ms" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "companion_threads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"last_change" integer DEFAULT 0 NOT NULL,
	"last_call" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "companion_calls" ADD CONSTRAINT "companion_calls_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companion_calls" ADD CONSTRAINT "companion_calls_thread_id_companion_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."companion_threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companion_calls" ADD CONSTRAINT "companion_calls_message_id_companion_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."companion_messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companion_messages" ADD CONSTRAINT "companion_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companion_messages" ADD CONSTRAINT "companion_messages_thread_id_companion_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."companion_threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companion_threads" ADD CONSTRAINT "companion_threads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "companion_calls_by_number" ON "companion_calls" USING btree ("thread_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "companion_calls_once" ON "companion_calls" USING btree ("message_id","place");--> statement-breakpoint
CREATE UNIQUE INDEX "companion_messages_by_seq" ON "companion_messages" USING btree ("thread_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "companion_messages_by_change" ON "companion_messages" USING btree ("thread_id","change");--> statement-breakpoint
CREATE UNIQUE INDEX "companion_messages_once" ON "companion_messages" USING btree ("thread_id","client_id");--> statement-breakpoint
CREATE INDEX "companion_messages_by_time" ON "companion_messages" USING btree ("workspace_id","created_at");--> statement-breakpoint
CREATE INDEX "companion_threads_by_owner" ON "companion_threads" USING btree ("workspace_id","owner_id","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST);